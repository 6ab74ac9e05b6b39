"""The benchmark converters against a stand-in for the binary and stand-ins for the scorers: no data, no build needed.

    python3 -m unittest discover -s tests/bench
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(os.path.dirname(os.path.dirname(HERE)), 'bench')
FAKE = os.path.join(HERE, 'fake_casus.py')
sys.path.insert(0, BENCH)
import conll
import convert
import engine
import muc4
import ner
import scorers
import spelling
import table

# A scorer that says what it was given: the marker line lets it be found, the answer echoes the predictions.
ECHO = '''"""%s"""
import json, sys
a = sys.argv[1:]
path = a[a.index('--pred') + 1] if '--pred' in a else a[1]
said = open(path, encoding='utf-8').read()
open(%r, 'a', encoding='utf-8').write(said)
print(%r)
'''


class Bench(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory()
        self.dir = self.temp.name
        self.said = os.path.join(self.dir, 'said')
        self.casus = engine.Casus(FAKE, repeats=1)
        self.plan()
        self.note, engine_note = [], self.keep
        for module in (engine, convert):
            module.note = engine_note

    def tearDown(self):
        self.temp.cleanup()
        os.environ.pop('FAKE_CASUS', None)

    def keep(self, text):
        self.note.append(text)

    def plan(self, **plan):
        os.environ['FAKE_CASUS'] = json.dumps(plan)

    def put(self, name, text):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8', newline='') as f:
            f.write(text)
        return path

    def scorer(self, name, answer):
        file, words = scorers.SCORER[name]
        return self.put(file, ECHO % (words, self.said, json.dumps(answer)))

    def predicted(self):
        with open(self.said, encoding='utf-8') as f:
            return f.read()


class Engine(Bench):
    def test_the_version_is_the_first_line(self):
        self.assertEqual(self.casus.version(), 'casus 0.0-fake')

    def test_an_unknown_layer_is_told_from_a_failure(self):
        self.plan(refuse=['names'])
        with self.assertRaises(engine.Unsupported):
            self.casus.annotate('names', [{'id': 'a', 'body': 'x'}])
        self.plan(fail=70)
        with self.assertRaises(engine.Failed):
            self.casus.annotate('names', [{'id': 'a', 'body': 'x'}])

    def test_options_the_binary_does_not_know_are_left_out(self):
        self.plan(refuse=['--threads', '--out'])
        found = self.casus.annotate('times', [{'id': 'a', 'body': 'on 2020-01-02'}])
        self.assertEqual([(x['start'], x['end']) for x in found['a']], [(3, 13)])

    def test_rates_count_the_input(self):
        self.casus.code([{'id': 'a', 'body': 'two words'}, {'id': 'b', 'body': 'é'}])
        flat = self.casus.measure.flat()
        self.assertEqual(flat['docs'], 2)
        self.assertEqual(self.casus.measure.n_bytes, 11)
        self.assertEqual(self.casus.measure.n_tokens, 3)
        self.assertGreater(flat['docs_per_s'], 0)

    def test_byte_offsets(self):
        at = engine.ByteOffsets('aé€x')
        self.assertEqual([at(n) for n in range(5)], [0, 1, 3, 6, 7])
        self.assertEqual(at(99), 7)

    def test_items_come_one_a_line_or_in_a_list(self):
        self.assertEqual(engine.items_of({'id': 1, 'start': 2, 'end': 3})[0]['end'], 3)
        self.assertEqual(engine.items_of({'id': 1, 'times': [{'start': 2}]}), [{'start': 2}])
        self.assertEqual(engine.items_of({'id': 1, 'times': []}), [])

    def test_a_line_that_is_no_json_fails(self):
        with self.assertRaises(engine.Failed):
            engine.read_jsonl(b'{"a": 1}\nnot json\n')


class Scorers(Bench):
    def test_found_beside_above_and_not_another_ones(self):
        file = self.scorer('timex', {})
        deep = os.path.join(self.dir, 'a', 'b')
        os.makedirs(deep)
        self.assertEqual(scorers.find('timex', deep), file)
        with self.assertRaises(engine.Usage):
            scorers.find('geo', deep, data=os.path.join(self.dir, 'none'))


class Incidents(Bench):
    def test_envelopes_go_to_the_scorer_and_figures_come_back(self):
        end = {k: 0.5 for k in ('detection_f1', 'type', 'place', 'date', 'killed', 'status', 'evidence', 'clean_pages',
                                'perpetrator_f1', 'affected_f1', 'source_f1', 'linking_f1')}
        self.scorer('incidents', {'overall': 0.25, 'end_to_end': end, 'tp': 1, 'fp': 0, 'fn': 0, 'false_alarms_on_them': 0,
                                  'pages_with_false_alarm': 0, 'pages_without_incident': 0,
                                  'linking': {'tp': 0, 'fp': 0, 'fn': 0}})
        self.put('input.jsonl', '{"id": "a", "url": null, "published": "2020-01-01", "body": "x"}\n')
        self.plan(envelopes={'a': [{'type': 'bombing'}]})
        flat = convert.incidents(self.casus, self.dir)
        self.assertEqual(list(flat), convert.KEYS['incidents'].split())
        self.assertEqual((flat['overall'], flat['perpetrator'], flat['linking'], flat['overall_untrained'],
                          flat['overall_noparse']), (0.25, 0.5, 0.5, 0.25, 0.25))
        self.plan(refuse=['--no-parse'])
        with open(self.said, 'w'):
            pass
        self.assertIsNone(convert.incidents(self.casus, self.dir)['overall_noparse'])
        with open(self.said, 'w'):
            pass
        self.plan(envelopes={'a': [{'type': 'bombing'}]})
        convert.incidents(self.casus, self.dir)
        for line in self.predicted().splitlines():
            self.assertEqual(json.loads(line), {'id': 'a', 'incidents': [{'type': 'bombing'}]})


class Coding(Bench):
    def test_source_and_target(self):
        e = convert.coding_event({'plover': 'ASSAULT', 'mode': 'aerial', 'cameo': '195', 'text': 'bombed', 'mutual': True,
                                  'source': [{'text': 'Israel', 'code': 'ISR', 'sector': 'MIL'}], 'target': [{'text': 'B', 'code': 'PSE'}]})
        self.assertEqual(e['source'], [{'text': 'Israel', 'code': 'ISR', 'sector': 'MIL'}])
        self.assertEqual(e['target'], [{'text': 'B', 'code': 'PSE', 'sector': ''}])
        self.assertEqual((e['event'], e['mode'], e['cameo'], e['reciprocal'], e['eventText']), ('ASSAULT', 'aerial', '195', True, 'bombed'))

    def test_a_sector_alone_is_no_country(self):
        e = convert.coding_event({'plover': 'ASSAULT', 'source': [{'text': 'rebels', 'sector': 'REB'}]})
        self.assertEqual(e['source'], [{'text': 'rebels', 'code': '---', 'sector': 'REB'}])
        self.assertEqual((e['target'], e['reciprocal']), ([], False))

    def test_figures(self):
        row = lambda f: [0, 0, f, 0, 0, 0]
        self.scorer('coding', {'measures': {'category': row(.1), 'category+source': row(.2), 'category+source+target': row(.3)},
                               'other': {'macro-F1 over 3 gold categories': .4, 'texts coded exactly (full codes)': [1, 4]}})
        path = self.put('x.jsonl', '{"id": "a", "date": "2000-01-01", "text": "t", "events": []}\n')
        self.assertEqual(convert.coding(self.casus, path), {'category_f1': .1, 'category_source_f1': .2, 'triple_f1': .3,
                                                            'macro_f1': .4, 'exact': .25, 'category_f1_noparse': .1,
                                                            'triple_f1_noparse': .3})


class TimexAndGeo(Bench):
    def test_times_in_bytes(self):
        figures = {k: .5 for k in ('value_f1', 'relaxed_f1', 'strict_f1', 'day_f1')}
        self.scorer('timex', {'ALL': figures, 'wikiwars': figures})
        self.put('docs.tsv', 'doc\tcorpus\tgenre\tdct\tbytes\nd\twikiwars\twar\t2020-01-01\t9\n')
        self.put('docs/d.txt', 'é 2020-01-02')
        flat = convert.timex(self.casus, self.dir)
        self.assertEqual(self.predicted(), 'd\t3\t13\tDATE\t2020-01-02\n')
        self.assertEqual(set(flat), set(convert.KEYS['timex'].split()))
        self.assertIsNone(flat['value_f1_news'])
        self.assertEqual(flat['value_f1_wikiwars'], .5)

    def test_places_and_given_names(self):
        part = {'e2e161': [0, 0, .1], 'rec_exact': [0, 0, .2], 'res': {'acc161': .3}}
        self.scorer('geo', {'ALL': part})
        self.put('docs.tsv', 'doc\tcorpus\tdate\tpublisher\turl\tbytes\ttitle\nd\tlgl\t\t\t\t9\tT\n')
        self.put('docs/d.txt', 'é Paris Lyon')
        self.put('mentions.tsv', 'doc\tstart\tend\ttext\nd\t3\t8\tParis\nd\t9\t13\tLyon\n')
        flat = convert.geo(self.casus, self.dir)
        self.assertEqual(self.predicted(), 'd\t3\t8\t48.85\t2.35\n' 'd\t3\t8\t48.85\t2.35\nd\t9\t13\t\t\n')
        self.assertEqual((flat['e2e_f1'], flat['rec_f1'], flat['acc161'], flat['res161']), (.1, .2, .3, .3))
        self.assertIsNone(flat['res161_gwn'])


class Spelling(Bench):
    def test_marks_and_scripts(self):
        self.assertEqual(spelling.fold('Al Fu\u2018ah-B\u0101b 2'), 'alfuahbab2')
        self.assertIsNone(spelling.fold('\u0425\u0430\u043b\u0435\u0431'))

    def test_what_is_a_spelling(self):
        self.assertTrue(spelling.is_spelling('homs', 'hims'))
        self.assertFalse(spelling.is_spelling('homs', 'emesa'))
        self.assertFalse(spelling.is_spelling('manbij', 'mnbj'))

    def test_places_are_looked_up_under_names_that_were_kept_out(self):
        names = ['Ko%sa' % c for c in 'bcdfghjklmnprstvz']
        row = lambda key, name, country: [key, name, name, ','.join(names), '0', '0', 'P', 'PPL', country] + [''] * 10
        path = self.put('cities500.txt', '\n'.join('\t'.join(r) for r in (row('1', 'Kota', 'SY'), row('2', 'Kora', 'FR'))) + '\n')
        out, stay = spelling.held_out(row('1', 'Kota', 'SY'))
        self.assertTrue(out and not set(out) & set(stay) and len(out) + len(stay) <= len(names))
        self.plan(more=['--classes'])
        flat = spelling.measure(self.casus, path)
        self.assertEqual(set(flat) - set(spelling.KEYS.split()), set())
        # both places begin with the letter: the first of the table comes first unless the country is known
        self.assertEqual((flat['first_arabic'], flat['first_other'], flat['three'], flat['first_in']), (1, 0, 1, 1))


class Pages(Bench):
    def test_title_body_and_whole_days_only(self):
        self.scorer('pages', {'ALL': {'body': {'f1': .9}, 'title': {'exact': .8}, 'date': {'acc': .7}}})
        self.put('pages.tsv', 'id\tset\tlang\thost\turl\tfields\np1\taeb\ten\th\tu\tbody\n')
        os.makedirs(os.path.join(self.dir, 'html'))
        with gzip.open(os.path.join(self.dir, 'html', 'p1.html.gz'), 'wb') as f:
            f.write(b'<title>T</title><p>Body')
        self.assertEqual(convert.pages(self.casus, self.dir), {'body_f1': .9, 'title_exact': .8, 'date_acc': .7})
        self.assertEqual(json.loads(self.predicted()), {'id': 'p1', 'title': 'T', 'date': '2020-01-02', 'body': 'Body'})
        for edtf, want in (('2020-01', None), ('2020-XX-01', None), (None, None), ('2020-01-02T10:00Z', '2020-01-02')):
            self.assertEqual(convert.page_answer('p', {'published': {'edtf': edtf}})['date'], want, edtf)


class Muc4(Bench):
    def test_kinds(self):
        body = 'THE GUERRILLAS SET FIRE TO TWO BUSES'
        for incident, want in (
                ({'type': 'bombing'}, 'bombing'),
                ({'type': 'shooting'}, 'attack'),
                ({'type': 'talks'}, None),
                ({'type': 'attack_civilians', 'evidence': [[0, len(body)]]}, 'arson'),
                ({'type': 'armed_clash'}, None),
                ({'type': 'armed_clash', 'targets': ['THE BRIDGE']}, 'attack'),
                ({'type': 'abduction_detention', 'mode': 'arrest'}, None),
                ({'type': 'abduction_detention', 'mode': 'abduct'}, 'kidnapping'),
                ({'type': 'abduction_detention', 'mode': 'abduct',
                  'actors': [{'role': 'perpetrator', 'kind': 'forces', 'name': 'police'}]}, None)):
            self.assertEqual(muc4.kind_of(incident, body), want, incident)

    def test_names_without_titles(self):
        for text, want in (('COLONEL ORLANDO ZEPEDA', 'ORLANDO ZEPEDA'), ('SIX PEASANTS', None), ('THE SOLDIERS', None),
                           ('FATHER IGNACIO ELLACURIA, RECTOR', 'IGNACIO ELLACURIA'), ('3 people', None), ('', None)):
            self.assertEqual(muc4.person_name(text), want, text)

    def test_a_template(self):
        incident = {
            'type': 'bombing', 'status': 'planned', 'weapon': 'A\n BOMB', 'targets': ['THE BRIDGE'], 'killed': {'low': 2, 'high': 2},
            'actors': [{'text': 'FARABUNDO MARTI NATIONAL\nLIBERATION FRONT', 'role': 'perpetrator'},
                       {'text': 'THE GUERRILLAS', 'role': 'perpetrator'},
                       {'text': 'MAYOR JUAN PEREZ', 'role': 'affected', 'kind': 'person'},
                       {'text': 'CIVILIANS', 'role': 'affected', 'kind': 'civilian'}],
            'places': [{'name': 'Soyapango', 'admin1': 'San Salvador', 'country': 'SV'}, {'name': 'El Salvador', 'country': 'SV'}],
            'date': {'from': '1990-02-01', 'to': '1990-02-03'}}
        t = muc4.templates({'incidents': [incident, dict(incident)]}, '')
        self.assertEqual(len(t), 1, 'told twice, counted once')
        t = t[0]
        self.assertEqual(t['PerpOrg'], [['FARABUNDO MARTI NATIONAL LIBERATION FRONT']])
        self.assertEqual(t['PerpInd'], [['THE GUERRILLAS']])
        self.assertEqual(t['Victim'], [['JUAN PEREZ']])
        self.assertEqual((t['Weapon'], t['Target']), ([['A BOMB']], [['THE BRIDGE']]))
        self.assertEqual(t['location'], {'country': 'El Salvador', 'places': ['San Salvador', 'Soyapango']})
        self.assertEqual((t['date'], t['killed'], t['hum_total']), ('1990-02-01/1990-02-03', 2, 2))
        self.assertEqual(t['stage'], 'threatened')

    def test_deeds_are_taken_as_they_are(self):
        deed = {'kind': 'stoppage', 'weight': 0.5, 'incident': 1, 'cast': [{'role': 'body', 'text': 'SHINING\nPATH'}, {'role': 'weapon', 'text': 'bombs'}]}
        t = muc4.templates({'incidents': [{'type': 'other', 'killed': {'low': 2}, 'date': {'from': '1990-02-01'}}],
                            'deeds': [deed, dict(deed, kind='arson', incident=None, cast=[])]}, '')
        self.assertEqual([x['incident_type'] for x in t], ['forced work stoppage', 'arson'])
        self.assertEqual((t[0]['PerpOrg'], t[0]['Weapon'], t[0]['killed'], t[0]['date']), ([['SHINING PATH']], [['bombs']], 2, '1990-02-01'))
        self.assertNotIn('killed', t[1])
        self.assertEqual(muc4.templates({'incidents': [{'type': 'bombing'}], 'deeds': []}, ''), [])

    def test_kidnapping_has_no_target_and_no_weapon(self):
        t = muc4.templates({'incidents': [{'type': 'abduction_detention', 'mode': 'abduct', 'weapon': 'rifle', 'targets': ['car']}]}, '')
        self.assertEqual((t[0]['Target'], t[0]['Weapon']), ([], []))


GOLD = '''# newdoc id = d1
# newpar
# text = Dogs don't bark.
1\tDogs\tdog\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod:x\t_\t_
4\tbark\tbark\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

'''


class Conll(Bench):
    def score(self, system):
        return conll.evaluate([('d', conll.parse(GOLD))], [('d', conll.parse(system))])

    def test_gold_against_itself(self):
        self.assertEqual(set(self.score(GOLD).values()), {1.0})

    def test_a_subtype_is_no_fault_and_a_wrong_head_is(self):
        short = self.score(GOLD.replace('advmod:x', 'advmod'))
        self.assertEqual(short['las'], 1.0)
        self.assertAlmostEqual(short['las_full'], 0.8)
        wrong = self.score(GOLD.replace('PUNCT\t.\t_\t4\tpunct', 'PUNCT\t.\t_\t1\tpunct'))
        self.assertAlmostEqual(wrong['uas'], 0.8)
        self.assertEqual(wrong['las_nopunct'], 1.0)
        self.assertEqual(wrong['upos'], 1.0)

    def test_a_word_not_split(self):
        rows = [r for r in GOLD.split('\n') if not r.startswith(('2-3', '3\t'))]
        system = '\n'.join(rows).replace("2\tdo\t", "2\tdon't\t").replace('4\tbark', '3\tbark').replace('5\t.', '4\t.')
        system = system.replace('\t4\t', '\t3\t')
        r = self.score(system)
        self.assertEqual(r['tokens'], 1.0)
        self.assertAlmostEqual(r['upos'], 2 * 3 / 9)
        self.assertAlmostEqual(r['words'], 2 * 3 / 9)
        self.assertEqual(r['sentences'], 1.0)

    def test_tags_lemmas_and_sentences(self):
        wrong = self.score(GOLD.replace('\tVB\t', '\tNN\t').replace('\tdog\t', '\tdogs\t'))
        self.assertAlmostEqual(wrong['xpos'], 0.8)
        self.assertAlmostEqual(wrong['lemma'], 0.8)
        cut = self.score(GOLD.replace('4\tbark', '\n1\tbark').replace('5\t.\t.', '2\t.\t.').replace('\t4\t', '\t0\t'))
        self.assertEqual(cut['sentences'], 0.0)
        self.assertEqual(cut['words'], 1.0)

    def test_two_roots_do_not_make_unaligned_heads_right(self):
        self.assertEqual(self.score('1\tDogs\t_\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tbarkers\t_\tNOUN\t_\t_\t0\troot\t_\t_\n\n')['uas'], 0.0)

    def test_raw_text(self):
        sents = conll.parse(GOLD + GOLD.replace('# newdoc id = d1\n', '') + GOLD.split('# newpar\n')[1])
        text = "Dogs don't bark."
        self.assertEqual(conll.raw_text(sents), text + '\n\n' + text + ' ' + text)

    def test_raw_and_given_tokens(self):
        path = self.put('x.conllu', GOLD)
        self.plan(conllu=GOLD)
        flat = convert.ud(self.casus, path)
        self.assertEqual((flat['gold_upos'], flat['gold_las'], flat['gold_lemma'], flat['gold_las_lower']), (1.0, 1.0, 1.0, 0.8))
        self.assertLess(flat['tokens_f1'], 1.0)
        self.assertEqual(flat['docs'], 1)
        self.plan(refuse=['conllu'])
        with self.assertRaises(engine.Unsupported):
            convert.ud(self.casus, path)

    def test_without_a_model_there_is_nothing_to_measure(self):
        self.plan(model=False)
        with self.assertRaises(engine.Unsupported):
            convert.ud(self.casus, self.put('x.conllu', GOLD))

    def test_other_spellings(self):
        loud = convert.respelled(GOLD, str.upper)
        self.assertIn("2-3\tDON'T\t", loud)
        self.assertIn('1\tDOGS\tdog\tNOUN', loud)
        self.assertIn('# text = Dogs', loud)

    def test_gold_columns_are_hidden(self):
        self.assertIn('1\tDogs\t_\t_\t_\t_\t_\t_\t_\t_', convert.blank(GOLD))
        self.assertIn("4\tbark\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No", convert.blank(GOLD))


class Ner(Bench):
    def test_rejoined_text_and_spans(self):
        text, spans = ner.rejoin(['Ann', "'s", '(', 'old', ')', 'dog', '.'])
        self.assertEqual(text, "Ann's (old) dog.")
        self.assertEqual([text[a:b] for a, b in spans], ['Ann', "'s", '(', 'old', ')', 'dog', '.'])

    def test_entities(self):
        self.assertEqual(ner.entities(['B-per', 'I-per', 'O', 'B-org', 'B-org']), {(0, 1, 'per'), (3, 3, 'org'), (4, 4, 'org')})

    def test_the_labels_of_the_file_choose_the_convention(self):
        self.assertEqual(ner.convention([[('x', 'B-per')]])[0], 'wide')
        self.assertEqual(ner.convention([[('x', 'B-PER'), ('y', 'B-MISC')]]), ('narrow', {'PER', 'ORG', 'LOC'}))

    def test_all_labels_and_the_shared_ones(self):
        whole, shared = ner.Count(), ner.Count()
        gold = {(0, 0, 'gpe'), (2, 3, 'per'), (5, 5, 'tim')}
        ner.compare(gold, {(0, 0, 'geo'), (2, 3, 'per'), (5, 5, 'tim'), (7, 7, 'org')}, ner.WIDE, whole, shared)
        self.assertEqual((whole.right, whole.gold, whole.pred), (2, 3, 4))
        self.assertEqual((shared.right, shared.gold, shared.pred), (1, 1, 2))

    def test_figures_and_no_model(self):
        path = self.put('x.tsv', 'Ann\t_\tB-PER\nLee\t_\tI-PER\nleft\t_\tO\nParis\t_\tB-LOC\nJuly\t_\tB-TIM\n\n')
        self.plan(names={'s000000': [{'start': 0, 'end': 7, 'label': 'PER'}]})
        flat = ner.ner(self.casus, path)
        self.assertEqual((flat['precision'], flat['recall'], flat['f1_common']), (1.0, 0.5, flat['f1']))
        self.plan(model=False)
        with self.assertRaises(engine.Unsupported):
            ner.ner(self.casus, path)


class Command(Bench):
    def run_it(self, *args):
        done = subprocess.run([sys.executable, os.path.join(BENCH, 'run')] + list(args) + ['--casus', FAKE, '--once'],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, done.stdout.decode()

    def test_one_flat_object_with_the_keys_of_the_contract(self):
        path = self.put('x.tsv', 'Ann\t_\tB-PER\nLee\t_\tI-PER\n\n')
        status, out = self.run_it('ner', '--path', path, '--json')
        self.assertEqual(status, 0)
        self.assertEqual(list(json.loads(out)), convert.keys_of('ner'))

    def test_an_unknown_command_leaves_nulls(self):
        self.plan(refuse=['annotate'])
        path = self.put('x.tsv', 'Ann\t_\tB-PER\n\n')
        status, out = self.run_it('ner', '--path', path, '--json')
        self.assertEqual(status, 0)
        self.assertEqual(set(json.loads(out).values()), {None})

    def test_missing_data_and_a_failing_binary(self):
        self.assertEqual(self.run_it('ner', '--path', os.path.join(self.dir, 'no'))[0], 66)
        self.plan(fail=70)
        self.assertEqual(self.run_it('ner', '--path', self.put('x.tsv', 'Ann\t_\tO\n\n'))[0], 70)

    def test_all_writes_the_table_and_says_what_is_missing(self):
        data = os.path.join(self.dir, 'data')
        self.put('data/ner/x-dev.tsv', 'Ann\t_\tB-PER\nLee\t_\tI-PER\n\n')
        page = self.put('docs/MODEL.md', 'a\n%s\nold\n%s\nb\n' % table.MARK)
        status, out = self.run_it('all', '--data', data, '--out', self.dir, '--quick')
        self.assertEqual(status, 0)
        with open(page) as f:
            said = f.read()
        self.assertTrue(said.startswith('a\n') and said.endswith('%s\nb\n' % table.MARK[1]) and 'old' not in said)
        self.assertIn('| f1_common | 0.000 |', said)
        self.assertIn('- timex/dev: no data', out)
        with open(os.path.join(self.dir, 'tests', 'scores.tsv')) as f:
            self.assertIn('ner/x-dev\tf1\t0.0000\n', f.read())

    def test_all_goes_on_without_a_model(self):
        self.plan(model=False)
        self.put('data/ner/x-dev.tsv', 'Ann\t_\tB-PER\nLee\t_\tI-PER\n\n')
        status, out = self.run_it('all', '--data', os.path.join(self.dir, 'data'), '--out', self.dir, '--quick')
        self.assertEqual(status, 0)
        self.assertIn('- ner/x-dev: this binary cannot do it', out)

    def test_every_reference_figure_has_a_measure(self):
        known = {label: set(convert.KEYS[name].split()) for name, label, _, _ in table.SETS}
        for label, measure in table.anchors():
            keys = known.get(label) or known[label.split('/')[0] + '/*']
            self.assertIn(measure, keys)


if __name__ == '__main__':
    unittest.main()
