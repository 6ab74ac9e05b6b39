"""Incidents of an envelope -> MUC-4 templates.

An envelope with "deeds" tells kinds and fillers itself (casus code --deeds). Otherwise both are taken from the incidents by the tables
here, which is what a binary without trained decisions is measured by.

MUC-4 asks for terrorist acts only: six kinds of incident, fillers in the words of the report, victims with a proper name
only.  What Casus reads beyond that (clashes between armed sides, talks, protests) has no template.
"""
import re

ROLE = {'doer': 'PerpInd', 'body': 'PerpOrg', 'target': 'Target', 'victim': 'Victim', 'weapon': 'Weapon'}
ROLES = ('PerpInd', 'PerpOrg', 'Target', 'Victim', 'Weapon')

# our type -> theirs; types that are not here have no template of their own
KIND = {'bombing': 'bombing', 'suicide_bombing': 'bombing', 'shooting': 'attack', 'execution': 'attack',
        'attack_civilians': 'attack', 'armed_clash': 'attack', 'shelling': 'attack', 'air_strike': 'attack',
        'abduction_detention': 'kidnapping'}
# the kinds that no type of ours stands for are told by the words of the evidence
WORDS = (
    ('arson', re.compile(r'\b(arson|burn(?:ed|t|ing)(?: down)?|set (?:\w+ ){0,5}(?:on )?(?:fire|ablaze)|set fire|torched|'
                         r'incendiary)\b', re.I)),
    ('robbery', re.compile(r'\b(robb(?:ed|ery|eries|ing)|stole|stolen|loot(?:ed|ing)|held up|holdup)\b', re.I)),
    ('forced work stoppage', re.compile(r'\b(armed (?:strike|stoppage)|(?:work|transportation|traffic) stoppage)\b', re.I)),
)
KIDNAP = re.compile(r'\b(kidnap|abduct|hostage)', re.I)
OPEN_KINDS = {'attack_civilians', 'armed_clash', 'other', 'displacement', None}   # types that WORDS may overrule
NO_STATUS = {'hypothetical'}
STAGE = {'planned': 'threatened'}
STATE_SIDE = {'state', 'forces'}

TITLE = set('''a an the mr mrs miss ms dr doctor sir don dona president vice former ex late general gen lieutenant lt colonel
col major maj captain capt sergeant sgt corporal cpl private pvt commander admiral father fr reverend rev bishop archbishop
monsignor priest sister brother cardinal nun minister deputy senator congressman congresswoman governor mayor judge justice
magistrate prosecutor attorney lawyer engineer eng professor prof rector student journalist reporter photographer businessman
ambassador consul leader chief chairman director secretary candidate representative union labor peasant us u.s. salvadoran
colombian peruvian guatemalan honduran chilean nicaraguan spanish american brigadier second first 1st 2d inspector agent
officer soldier guerrilla activist presidential conservative liberal foreign defense interior'''.split())
# words that a proper name of a person does not hold
PLAIN = set('''of in on at by for with from who were was and or people persons person men man women woman child children boy
girl civilians civilian peasants soldiers soldier policemen policeman police officers guerrillas guerrilla members member
residents workers worker students journalists troops priests jesuits leaders citizens passengers others officials wounded dead
killed victims bystanders one two three four five six seven eight nine ten eleven twelve dozen several many some at least
about more than his her their wife son daughter family families bodyguard bodyguards driver guard guards'''.split())
# heads of descriptions of those who act
PEOPLE = set('''guerrillas guerrilla guerrillero rebels rebel terrorists terrorist insurgents insurgent subversives subversive
extremists militants gunmen gunman men man women woman persons person people individuals individual members member elements
soldiers soldier troops policemen hitmen hired assassins assassin murderers killers kidnappers criminals bandits thugs youths
students peasants traffickers trafficker narcoterrorists commandos column patrol militiamen attackers'''.split())
ORGANISED = re.compile(r'\b(army|forces?|front|movement|party|union|unity|cartel|mafias?|command(?!er|o)|government|air force|navy|'
                       r'national guard|liberation|extraditables|shining path|sendero|brigade|battalion|squads?|council|'
                       r'organi[sz]ation|coordinator|federation|association|corps|police|military)\b', re.I)
ACRONYM = re.compile(r'\b[A-Z]{2,6}(?:-?\d{1,2})?\b')

COUNTRY = {
    'AR': 'Argentina', 'BO': 'Bolivia', 'BR': 'Brazil', 'CA': 'Canada', 'CL': 'Chile', 'CO': 'Colombia', 'CR': 'Costa Rica',
    'CU': 'Cuba', 'DE': 'West Germany', 'DO': 'Dominican Republic', 'EC': 'Ecuador', 'ES': 'Spain', 'FR': 'France',
    'GB': 'United Kingdom', 'GT': 'Guatemala', 'HN': 'Honduras', 'HT': 'Haiti', 'IT': 'Italy', 'JM': 'Jamaica',
    'MX': 'Mexico', 'NI': 'Nicaragua', 'PA': 'Panama', 'PE': 'Peru', 'PR': 'Puerto Rico', 'PY': 'Paraguay', 'SR': 'Suriname',
    'SV': 'El Salvador', 'US': 'United States', 'UY': 'Uruguay', 'VE': 'Venezuela'}


def words_of(item):
    """the words of the report: an entry may be a string or an object"""
    if isinstance(item, dict):
        item = item.get('text') or item.get('name') or ''
    return ' '.join(str(item or '').split()).strip(' ,;:."\'[]()')


def evidence(incident, body):
    return ' '.join(' '.join(body[a:b].split()) for a, b in incident.get('evidence') or [])


def actors(incident, *roles):
    return [a for a in incident.get('actors') or [] if a.get('role') in roles]


def kind_of(incident, body):
    """the template's kind, or None"""
    ours, mode = incident.get('type'), incident.get('mode') or ''
    if ours in OPEN_KINDS:
        said = evidence(incident, body)
        for kind, pattern in WORDS:
            if pattern.search(said):
                return kind
    if ours == 'abduction_detention' and not is_kidnapping(incident, body):
        return None
    if ours == 'armed_clash' and not (incident.get('targets') or named_victims(incident)):
        return None                 # fighting between armed sides is no terrorist act
    return KIND.get(ours)


def is_kidnapping(incident, body):
    """taken by other than the state, or in so many words; an arrest is no template"""
    holders = [a.get('kind') for a in actors(incident, 'perpetrator')]
    if KIDNAP.search(evidence(incident, body)):
        return True
    if any(k in STATE_SIDE for k in holders):
        return False
    return incident.get('mode') == 'abduct' or 'armed' in holders


def person_name(text):
    """a proper name without its titles, or None where the words are a description"""
    text = re.sub(r'[\[(].*?[\])]', ' ', text)
    text = text.split(',')[0]
    words = text.split()
    while words and words[0].lower().strip('.,') in TITLE:
        words.pop(0)
    if not words or len(words) > 6 or any(w.lower() in PLAIN or w[0].isdigit() for w in words):
        return None
    return ' '.join(words)


def named_victims(incident):
    found = []
    for a in actors(incident, 'affected'):
        if a.get('generic') or a.get('kind') not in (None, 'person'):
            continue
        name = person_name(words_of(a))
        if name and (a.get('kind') == 'person' or len(name.split()) > 1):
            found.append(name)
    for v in incident.get('victims') or []:
        name = person_name(words_of(v))
        if name and len(name.split()) > 1 and not name.lower().endswith('s'):
            found.append(name)
    return once(found)


def once(texts):
    """each text once, in order; one that is part of an earlier one says nothing new"""
    out = []
    for t in texts:
        if t and not any(t.lower() in o.lower() for o in out):
            out.append(t)
    return out


def is_organisation(actor):
    """a body with a name, not "guerrillas" or "members of the front" """
    kind, text = actor.get('kind'), words_of(actor)
    if kind in ('person', 'civilian', 'group') or actor.get('generic') or set(re.split(r"[^\w']+", text.lower())) & PEOPLE:
        return False
    if kind in ('armed', 'org', 'forces', 'state', 'media'):
        return True
    return bool(ORGANISED.search(text) or (text != text.upper() and ACRONYM.search(text)))


def of_deed(deed, incident):
    t = {'incident_type': 'forced work stoppage' if deed['kind'] == 'stoppage' else deed['kind'],
         'stage': STAGE.get(incident.get('status'), 'accomplished')}
    for role in ROLES:
        t[role] = [[' '.join(m['text'].split())] for m in deed['cast'] if ROLE[m['role']] == role]
    return finish(t, incident)


def templates(envelope, body):
    """list of templates of one report"""
    if 'deeds' in envelope:
        incidents = envelope.get('incidents') or []
        return [of_deed(d, incidents[d['incident'] - 1] if d.get('incident') else {}) for d in envelope['deeds']]
    out, seen = [], set()
    for incident in envelope.get('incidents') or []:
        kind = kind_of(incident, body)
        if kind is None or incident.get('status') in NO_STATUS:
            continue
        template = fill(incident, kind)
        key = repr([(k, template[k]) for k in ('incident_type',) + ROLES])
        if key not in seen:         # the same act told twice counts once
            seen.add(key)
            out.append(template)
    return out


def fill(incident, kind):
    who = actors(incident, 'perpetrator')
    t = {'incident_type': kind, 'stage': STAGE.get(incident.get('status'), 'accomplished'),
         'PerpInd': once(words_of(a) for a in who if not is_organisation(a)),
         'PerpOrg': once(words_of(a) for a in who if is_organisation(a)),
         'Target': [] if kind == 'kidnapping' else once(words_of(x) for x in incident.get('targets') or []),
         'Victim': named_victims(incident),
         'Weapon': [] if kind in ('kidnapping', 'arson') else once([words_of(incident.get('weapon'))])}
    for role in ROLES:
        t[role] = [[x] for x in t[role]]
    return finish(t, incident)


def finish(t, incident):
    """number, place and date are those of the incident"""
    t.update(numbers(incident))
    t['location'] = location(incident)
    t['date'] = date(incident)
    return {k: v for k, v in t.items() if v not in (None, '')}


def low(incident, tally):
    """the lower end of a tally, or None"""
    value = incident.get(tally)
    return value.get('low') if isinstance(value, dict) else None


def numbers(incident):
    out = {k: low(incident, k) for k in ('killed', 'injured') if low(incident, k) is not None}
    people = [n for n in (low(incident, k) for k in ('killed', 'injured', 'abducted')) if n]
    return dict(out, hum_total=sum(people)) if people else out


def location(incident):
    places = [p for p in incident.get('places') or [] if isinstance(p, dict)]
    if not places:
        return None
    country = next((COUNTRY.get(p['country'], p['country']) for p in places if p.get('country')), None)
    names = []
    for p in reversed(places):      # theirs run from general to specific
        for name in (p.get('admin1'), p.get('name')):
            if name and name != country and name not in names:
                names.append(name)
    return {'country': country, 'places': names}


def date(incident):
    d = incident.get('date')
    if not isinstance(d, dict) or not d.get('from'):
        return None
    a, b = d['from'], d.get('to') or d['from']
    return a if a == b else '%s/%s' % (a, b)
