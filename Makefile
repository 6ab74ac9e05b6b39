# The door to the house: one word for each thing to do. Meson and ninja do the work.
#
#   make demo      on a bare Debian 12: install what is missing, build, code the samples, show the ledger
#   make build     the program at build/casus, optimised
#   make check     every test there is; the last line counts them
#   make bench     measure against the benchmarks found (BENCH_DATA, else ../shared/data)
#   make train     make the language model anew from the treebanks (BENCH_DATA), up to two hours
#   make fuzz      run each fuzz target for FUZZ_SECONDS (60); needs clang
#   make install   DESTDIR and PREFIX as usual
#   make clean

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
BENCH_DATA ?= ../shared/data

all: build

setup:
	@tools/setup.sh

# The gazetteer is compiled from npm packages; without node_modules nothing can be built.
build: setup
	@test -f build/release/build.ninja || meson setup build/release --buildtype=release -Dprefix=$(PREFIX) -Dtests=false >build.log 2>&1 || { cat build.log; exit 1; }
	@rm -f build.log
	@ninja -C build/release --quiet >build.log 2>&1 || { cat build.log; exit 1; }
	@rm -f build.log
	@cp -f build/release/cli/casus build/casus.new && mv -f build/casus.new build/casus

demo: build
	@tools/demo.sh

check:
	@tools/setup.sh tests
	@tools/check.py

bench: build
	@if [ -d "$(BENCH_DATA)" ]; then bench/run all --data "$(BENCH_DATA)"; else echo "no benchmark data at $(BENCH_DATA)"; fi

fuzz: setup
	@tools/fuzz.sh $(FUZZ_SECONDS)

train: setup
	@test -f build/release/build.ninja || meson setup build/release --buildtype=release -Dprefix=$(PREFIX) -Dtests=false >/dev/null
	@ninja -C build/release --quiet train/casus-train train/train-vectors train/train-names
	@train/english.sh "$(BENCH_DATA)" build/release/train build/train

install: build
	@meson configure build/release -Dprefix=$(PREFIX)
	@meson install -C build/release --quiet

clean:
	@rm -rf build

.PHONY: all setup build demo check bench fuzz train install clean
