"""Write assembly that puts a file into the program, between two symbols.

usage: binary.py SYMBOL OUTPUT.S [FILE]

Makes SYMBOL_data and SYMBOL_end; without FILE there is nothing between them.
"""
import os
import sys

symbol, output, files = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(output, 'w', encoding='utf-8') as f:
    f.write('    .section .rodata\n    .balign 64\n')
    f.write('    .globl %s_data\n    .hidden %s_data\n    .type %s_data, %%object\n%s_data:\n' % ((symbol,) * 4))
    for name in files:
        f.write('    .incbin "%s"\n' % os.path.abspath(name).replace('\\', '\\\\').replace('"', '\\"'))
    f.write('    .globl %s_end\n    .hidden %s_end\n%s_end:\n    .byte 0\n' % ((symbol,) * 3))
    f.write('    .section .note.GNU-stack,"",%progbits\n')
