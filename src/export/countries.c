/* Countries as the layouts write them: ISO 3166-1, FIPS 10-4 (GDELT), regions of ACLED and UCDP, names.
 *
 * Sorted by alpha-2. FIPS has no code for a few dependent territories: empty. Other names are those that ACLED and UCDP files use
 * for the same country; a bracket behind a name ("Yemen (North Yemen)") is also understood without being listed. Looked up once
 * a row when exporting (binary search) and once a row when importing (a scan of 250 names).
 */
#include "codes.h"

#include <string.h>

typedef enum { NOWHERE, W_AFRICA, M_AFRICA, E_AFRICA, S_AFRICA, N_AFRICA, MIDDLE_EAST, S_ASIA, CENTRAL_ASIA, SE_ASIA, E_ASIA, EUROPE, C_AMERICA, N_AMERICA, S_AMERICA, CARIBBEAN, OCEANIA, ANTARCTICA } acled_region;
static const char *const acled_name[] = {
    "",
    "Western Africa",
    "Middle Africa",
    "Eastern Africa",
    "Southern Africa",
    "Northern Africa",
    "Middle East",
    "South Asia",
    "Caucasus and Central Asia",
    "Southeast Asia",
    "East Asia",
    "Europe",
    "Central America",
    "North America",
    "South America",
    "Caribbean",
    "Oceania",
    "Antarctica",
};
typedef enum { U_NONE, U_AFRICA, U_AMERICAS, U_ASIA, U_EUROPE, U_MIDDLE_EAST } ucdp_region;
static const char *const ucdp_name[] = {"", "Africa", "Americas", "Asia", "Europe", "Middle East"};

static const struct {
    char iso2[3], iso3[4];
    int numeric; /* 0: none */
    char fips[3];
    acled_region acled;
    ucdp_region ucdp;
    const char *name, *other; /* with bars between */
} country[] = {
    /* clang-format off */
    {"AD", "AND", 20, "AN", EUROPE, U_EUROPE, "Andorra", ""},
    {"AE", "ARE", 784, "AE", MIDDLE_EAST, U_MIDDLE_EAST, "United Arab Emirates", ""},
    {"AF", "AFG", 4, "AF", CENTRAL_ASIA, U_ASIA, "Afghanistan", ""},
    {"AG", "ATG", 28, "AC", CARIBBEAN, U_AMERICAS, "Antigua and Barbuda", ""},
    {"AI", "AIA", 660, "AV", CARIBBEAN, U_AMERICAS, "Anguilla", ""},
    {"AL", "ALB", 8, "AL", EUROPE, U_EUROPE, "Albania", ""},
    {"AM", "ARM", 51, "AM", CENTRAL_ASIA, U_EUROPE, "Armenia", ""},
    {"AO", "AGO", 24, "AO", M_AFRICA, U_AFRICA, "Angola", ""},
    {"AQ", "ATA", 10, "AY", ANTARCTICA, U_NONE, "Antarctica", ""},
    {"AR", "ARG", 32, "AR", S_AMERICA, U_AMERICAS, "Argentina", ""},
    {"AS", "ASM", 16, "AQ", OCEANIA, U_ASIA, "American Samoa", ""},
    {"AT", "AUT", 40, "AU", EUROPE, U_EUROPE, "Austria", ""},
    {"AU", "AUS", 36, "AS", OCEANIA, U_ASIA, "Australia", ""},
    {"AW", "ABW", 533, "AA", CARIBBEAN, U_AMERICAS, "Aruba", ""},
    {"AX", "ALA", 248, "", EUROPE, U_EUROPE, "Aland Islands", ""},
    {"AZ", "AZE", 31, "AJ", CENTRAL_ASIA, U_EUROPE, "Azerbaijan", ""},
    {"BA", "BIH", 70, "BK", EUROPE, U_EUROPE, "Bosnia and Herzegovina", "Bosnia-Herzegovina"},
    {"BB", "BRB", 52, "BB", CARIBBEAN, U_AMERICAS, "Barbados", ""},
    {"BD", "BGD", 50, "BG", S_ASIA, U_ASIA, "Bangladesh", ""},
    {"BE", "BEL", 56, "BE", EUROPE, U_EUROPE, "Belgium", ""},
    {"BF", "BFA", 854, "UV", W_AFRICA, U_AFRICA, "Burkina Faso", "Burkina Faso (Upper Volta)"},
    {"BG", "BGR", 100, "BU", EUROPE, U_EUROPE, "Bulgaria", ""},
    {"BH", "BHR", 48, "BA", MIDDLE_EAST, U_MIDDLE_EAST, "Bahrain", ""},
    {"BI", "BDI", 108, "BY", E_AFRICA, U_AFRICA, "Burundi", ""},
    {"BJ", "BEN", 204, "BN", W_AFRICA, U_AFRICA, "Benin", ""},
    {"BL", "BLM", 652, "TB", CARIBBEAN, U_AMERICAS, "Saint Barthélemy", ""},
    {"BM", "BMU", 60, "BD", N_AMERICA, U_AMERICAS, "Bermuda", ""},
    {"BN", "BRN", 96, "BX", SE_ASIA, U_ASIA, "Brunei", ""},
    {"BO", "BOL", 68, "BL", S_AMERICA, U_AMERICAS, "Bolivia", ""},
    {"BQ", "BES", 535, "", CARIBBEAN, U_AMERICAS, "Caribbean Netherlands", ""},
    {"BR", "BRA", 76, "BR", S_AMERICA, U_AMERICAS, "Brazil", ""},
    {"BS", "BHS", 44, "BF", CARIBBEAN, U_AMERICAS, "Bahamas", ""},
    {"BT", "BTN", 64, "BT", S_ASIA, U_ASIA, "Bhutan", ""},
    {"BV", "BVT", 74, "BV", ANTARCTICA, U_NONE, "Bouvet Island", ""},
    {"BW", "BWA", 72, "BC", S_AFRICA, U_AFRICA, "Botswana", ""},
    {"BY", "BLR", 112, "BO", EUROPE, U_EUROPE, "Belarus", ""},
    {"BZ", "BLZ", 84, "BH", C_AMERICA, U_AMERICAS, "Belize", ""},
    {"CA", "CAN", 124, "CA", N_AMERICA, U_AMERICAS, "Canada", ""},
    {"CC", "CCK", 166, "CK", OCEANIA, U_ASIA, "Cocos Islands", ""},
    {"CD", "COD", 180, "CG", M_AFRICA, U_AFRICA, "Democratic Republic of the Congo", "Democratic Republic of Congo|DR Congo (Zaire)|DRC"},
    {"CF", "CAF", 140, "CT", M_AFRICA, U_AFRICA, "Central African Republic", ""},
    {"CG", "COG", 178, "CF", M_AFRICA, U_AFRICA, "Republic of the Congo", "Congo|Republic of Congo"},
    {"CH", "CHE", 756, "SZ", EUROPE, U_EUROPE, "Switzerland", ""},
    {"CI", "CIV", 384, "IV", W_AFRICA, U_AFRICA, "Ivory Coast", "Cote d'Ivoire"},
    {"CK", "COK", 184, "CW", OCEANIA, U_ASIA, "Cook Islands", ""},
    {"CL", "CHL", 152, "CI", S_AMERICA, U_AMERICAS, "Chile", ""},
    {"CM", "CMR", 120, "CM", M_AFRICA, U_AFRICA, "Cameroon", ""},
    {"CN", "CHN", 156, "CH", E_ASIA, U_ASIA, "China", ""},
    {"CO", "COL", 170, "CO", S_AMERICA, U_AMERICAS, "Colombia", ""},
    {"CR", "CRI", 188, "CS", C_AMERICA, U_AMERICAS, "Costa Rica", ""},
    {"CU", "CUB", 192, "CU", CARIBBEAN, U_AMERICAS, "Cuba", ""},
    {"CV", "CPV", 132, "CV", W_AFRICA, U_AFRICA, "Cape Verde", "Cabo Verde"},
    {"CW", "CUW", 531, "UC", CARIBBEAN, U_AMERICAS, "Curaçao", ""},
    {"CX", "CXR", 162, "KT", OCEANIA, U_ASIA, "Christmas Island", ""},
    {"CY", "CYP", 196, "CY", EUROPE, U_EUROPE, "Cyprus", ""},
    {"CZ", "CZE", 203, "EZ", EUROPE, U_EUROPE, "Czech Republic", "Czechia"},
    {"DE", "DEU", 276, "GM", EUROPE, U_EUROPE, "Germany", "Germany (West Germany)"},
    {"DJ", "DJI", 262, "DJ", E_AFRICA, U_AFRICA, "Djibouti", ""},
    {"DK", "DNK", 208, "DA", EUROPE, U_EUROPE, "Denmark", ""},
    {"DM", "DMA", 212, "DO", CARIBBEAN, U_AMERICAS, "Dominica", ""},
    {"DO", "DOM", 214, "DR", CARIBBEAN, U_AMERICAS, "Dominican Republic", ""},
    {"DZ", "DZA", 12, "AG", N_AFRICA, U_AFRICA, "Algeria", ""},
    {"EC", "ECU", 218, "EC", S_AMERICA, U_AMERICAS, "Ecuador", ""},
    {"EE", "EST", 233, "EN", EUROPE, U_EUROPE, "Estonia", ""},
    {"EG", "EGY", 818, "EG", N_AFRICA, U_MIDDLE_EAST, "Egypt", ""},
    {"EH", "ESH", 732, "WI", N_AFRICA, U_AFRICA, "Western Sahara", ""},
    {"ER", "ERI", 232, "ER", E_AFRICA, U_AFRICA, "Eritrea", ""},
    {"ES", "ESP", 724, "SP", EUROPE, U_EUROPE, "Spain", ""},
    {"ET", "ETH", 231, "ET", E_AFRICA, U_AFRICA, "Ethiopia", ""},
    {"FI", "FIN", 246, "FI", EUROPE, U_EUROPE, "Finland", ""},
    {"FJ", "FJI", 242, "FJ", OCEANIA, U_ASIA, "Fiji", ""},
    {"FK", "FLK", 238, "FK", S_AMERICA, U_AMERICAS, "Falkland Islands", ""},
    {"FM", "FSM", 583, "FM", OCEANIA, U_ASIA, "Micronesia", ""},
    {"FO", "FRO", 234, "FO", EUROPE, U_EUROPE, "Faroe Islands", ""},
    {"FR", "FRA", 250, "FR", EUROPE, U_EUROPE, "France", ""},
    {"GA", "GAB", 266, "GB", M_AFRICA, U_AFRICA, "Gabon", ""},
    {"GB", "GBR", 826, "UK", EUROPE, U_EUROPE, "United Kingdom", "UK"},
    {"GD", "GRD", 308, "GJ", CARIBBEAN, U_AMERICAS, "Grenada", ""},
    {"GE", "GEO", 268, "GG", CENTRAL_ASIA, U_EUROPE, "Georgia", ""},
    {"GF", "GUF", 254, "FG", S_AMERICA, U_AMERICAS, "French Guiana", ""},
    {"GG", "GGY", 831, "GK", EUROPE, U_EUROPE, "Guernsey", ""},
    {"GH", "GHA", 288, "GH", W_AFRICA, U_AFRICA, "Ghana", ""},
    {"GI", "GIB", 292, "GI", EUROPE, U_EUROPE, "Gibraltar", ""},
    {"GL", "GRL", 304, "GL", N_AMERICA, U_AMERICAS, "Greenland", ""},
    {"GM", "GMB", 270, "GA", W_AFRICA, U_AFRICA, "Gambia", ""},
    {"GN", "GIN", 324, "GV", W_AFRICA, U_AFRICA, "Guinea", ""},
    {"GP", "GLP", 312, "GP", CARIBBEAN, U_AMERICAS, "Guadeloupe", ""},
    {"GQ", "GNQ", 226, "EK", M_AFRICA, U_AFRICA, "Equatorial Guinea", ""},
    {"GR", "GRC", 300, "GR", EUROPE, U_EUROPE, "Greece", ""},
    {"GS", "SGS", 239, "SX", S_AMERICA, U_AMERICAS, "South Georgia and the South Sandwich Islands", ""},
    {"GT", "GTM", 320, "GT", C_AMERICA, U_AMERICAS, "Guatemala", ""},
    {"GU", "GUM", 316, "GQ", OCEANIA, U_ASIA, "Guam", ""},
    {"GW", "GNB", 624, "PU", W_AFRICA, U_AFRICA, "Guinea-Bissau", ""},
    {"GY", "GUY", 328, "GY", S_AMERICA, U_AMERICAS, "Guyana", ""},
    {"HK", "HKG", 344, "HK", E_ASIA, U_ASIA, "Hong Kong", ""},
    {"HM", "HMD", 334, "HM", OCEANIA, U_ASIA, "Heard Island and McDonald Islands", ""},
    {"HN", "HND", 340, "HO", C_AMERICA, U_AMERICAS, "Honduras", ""},
    {"HR", "HRV", 191, "HR", EUROPE, U_EUROPE, "Croatia", ""},
    {"HT", "HTI", 332, "HA", CARIBBEAN, U_AMERICAS, "Haiti", ""},
    {"HU", "HUN", 348, "HU", EUROPE, U_EUROPE, "Hungary", ""},
    {"ID", "IDN", 360, "ID", SE_ASIA, U_ASIA, "Indonesia", ""},
    {"IE", "IRL", 372, "EI", EUROPE, U_EUROPE, "Ireland", ""},
    {"IL", "ISR", 376, "IS", MIDDLE_EAST, U_MIDDLE_EAST, "Israel", ""},
    {"IM", "IMN", 833, "IM", EUROPE, U_EUROPE, "Isle of Man", ""},
    {"IN", "IND", 356, "IN", S_ASIA, U_ASIA, "India", ""},
    {"IO", "IOT", 86, "IO", NOWHERE, U_NONE, "British Indian Ocean Territory", ""},
    {"IQ", "IRQ", 368, "IZ", MIDDLE_EAST, U_MIDDLE_EAST, "Iraq", ""},
    {"IR", "IRN", 364, "IR", MIDDLE_EAST, U_MIDDLE_EAST, "Iran", ""},
    {"IS", "ISL", 352, "IC", EUROPE, U_EUROPE, "Iceland", ""},
    {"IT", "ITA", 380, "IT", EUROPE, U_EUROPE, "Italy", "Italy/Sardinia"},
    {"JE", "JEY", 832, "JE", EUROPE, U_EUROPE, "Jersey", ""},
    {"JM", "JAM", 388, "JM", CARIBBEAN, U_AMERICAS, "Jamaica", ""},
    {"JO", "JOR", 400, "JO", MIDDLE_EAST, U_MIDDLE_EAST, "Jordan", ""},
    {"JP", "JPN", 392, "JA", E_ASIA, U_ASIA, "Japan", ""},
    {"KE", "KEN", 404, "KE", E_AFRICA, U_AFRICA, "Kenya", ""},
    {"KG", "KGZ", 417, "KG", CENTRAL_ASIA, U_ASIA, "Kyrgyzstan", ""},
    {"KH", "KHM", 116, "CB", SE_ASIA, U_ASIA, "Cambodia", "Cambodia (Kampuchea)"},
    {"KI", "KIR", 296, "KR", OCEANIA, U_ASIA, "Kiribati", ""},
    {"KM", "COM", 174, "CN", E_AFRICA, U_AFRICA, "Comoros", ""},
    {"KN", "KNA", 659, "SC", CARIBBEAN, U_AMERICAS, "Saint Kitts and Nevis", ""},
    {"KP", "PRK", 408, "KN", E_ASIA, U_ASIA, "North Korea", ""},
    {"KR", "KOR", 410, "KS", E_ASIA, U_ASIA, "South Korea", "Republic of Korea"},
    {"KW", "KWT", 414, "KU", MIDDLE_EAST, U_MIDDLE_EAST, "Kuwait", ""},
    {"KY", "CYM", 136, "CJ", CARIBBEAN, U_AMERICAS, "Cayman Islands", ""},
    {"KZ", "KAZ", 398, "KZ", CENTRAL_ASIA, U_ASIA, "Kazakhstan", ""},
    {"LA", "LAO", 418, "LA", SE_ASIA, U_ASIA, "Laos", ""},
    {"LB", "LBN", 422, "LE", MIDDLE_EAST, U_MIDDLE_EAST, "Lebanon", ""},
    {"LC", "LCA", 662, "ST", CARIBBEAN, U_AMERICAS, "Saint Lucia", ""},
    {"LI", "LIE", 438, "LS", EUROPE, U_EUROPE, "Liechtenstein", ""},
    {"LK", "LKA", 144, "CE", S_ASIA, U_ASIA, "Sri Lanka", "Sri Lanka (Ceylon)"},
    {"LR", "LBR", 430, "LI", W_AFRICA, U_AFRICA, "Liberia", ""},
    {"LS", "LSO", 426, "LT", S_AFRICA, U_AFRICA, "Lesotho", ""},
    {"LT", "LTU", 440, "LH", EUROPE, U_EUROPE, "Lithuania", ""},
    {"LU", "LUX", 442, "LU", EUROPE, U_EUROPE, "Luxembourg", ""},
    {"LV", "LVA", 428, "LG", EUROPE, U_EUROPE, "Latvia", ""},
    {"LY", "LBY", 434, "LY", N_AFRICA, U_AFRICA, "Libya", ""},
    {"MA", "MAR", 504, "MO", N_AFRICA, U_AFRICA, "Morocco", ""},
    {"MC", "MCO", 492, "MN", EUROPE, U_EUROPE, "Monaco", ""},
    {"MD", "MDA", 498, "MD", EUROPE, U_EUROPE, "Moldova", ""},
    {"ME", "MNE", 499, "MJ", EUROPE, U_EUROPE, "Montenegro", ""},
    {"MF", "MAF", 663, "RN", CARIBBEAN, U_AMERICAS, "Saint Martin", ""},
    {"MG", "MDG", 450, "MA", E_AFRICA, U_AFRICA, "Madagascar", "Madagascar (Malagasy)"},
    {"MH", "MHL", 584, "RM", OCEANIA, U_ASIA, "Marshall Islands", ""},
    {"MK", "MKD", 807, "MK", EUROPE, U_EUROPE, "North Macedonia", "Macedonia, FYR|Macedonia"},
    {"ML", "MLI", 466, "ML", W_AFRICA, U_AFRICA, "Mali", ""},
    {"MM", "MMR", 104, "BM", SE_ASIA, U_ASIA, "Myanmar", "Myanmar (Burma)|Burma"},
    {"MN", "MNG", 496, "MG", E_ASIA, U_ASIA, "Mongolia", ""},
    {"MO", "MAC", 446, "MC", E_ASIA, U_ASIA, "Macau", ""},
    {"MP", "MNP", 580, "CQ", OCEANIA, U_ASIA, "Northern Mariana Islands", ""},
    {"MQ", "MTQ", 474, "MB", CARIBBEAN, U_AMERICAS, "Martinique", ""},
    {"MR", "MRT", 478, "MR", W_AFRICA, U_AFRICA, "Mauritania", ""},
    {"MS", "MSR", 500, "MH", CARIBBEAN, U_AMERICAS, "Montserrat", ""},
    {"MT", "MLT", 470, "MT", EUROPE, U_EUROPE, "Malta", ""},
    {"MU", "MUS", 480, "MP", E_AFRICA, U_AFRICA, "Mauritius", ""},
    {"MV", "MDV", 462, "MV", S_ASIA, U_ASIA, "Maldives", ""},
    {"MW", "MWI", 454, "MI", E_AFRICA, U_AFRICA, "Malawi", ""},
    {"MX", "MEX", 484, "MX", N_AMERICA, U_AMERICAS, "Mexico", ""},
    {"MY", "MYS", 458, "MY", SE_ASIA, U_ASIA, "Malaysia", ""},
    {"MZ", "MOZ", 508, "MZ", E_AFRICA, U_AFRICA, "Mozambique", ""},
    {"NA", "NAM", 516, "WA", S_AFRICA, U_AFRICA, "Namibia", ""},
    {"NC", "NCL", 540, "NC", OCEANIA, U_ASIA, "New Caledonia", ""},
    {"NE", "NER", 562, "NG", W_AFRICA, U_AFRICA, "Niger", ""},
    {"NF", "NFK", 574, "NF", OCEANIA, U_ASIA, "Norfolk Island", ""},
    {"NG", "NGA", 566, "NI", W_AFRICA, U_AFRICA, "Nigeria", ""},
    {"NI", "NIC", 558, "NU", C_AMERICA, U_AMERICAS, "Nicaragua", ""},
    {"NL", "NLD", 528, "NL", EUROPE, U_EUROPE, "Netherlands", ""},
    {"NO", "NOR", 578, "NO", EUROPE, U_EUROPE, "Norway", ""},
    {"NP", "NPL", 524, "NP", S_ASIA, U_ASIA, "Nepal", ""},
    {"NR", "NRU", 520, "NR", OCEANIA, U_ASIA, "Nauru", ""},
    {"NU", "NIU", 570, "NE", OCEANIA, U_ASIA, "Niue", ""},
    {"NZ", "NZL", 554, "NZ", OCEANIA, U_ASIA, "New Zealand", ""},
    {"OM", "OMN", 512, "MU", MIDDLE_EAST, U_MIDDLE_EAST, "Oman", ""},
    {"PA", "PAN", 591, "PM", C_AMERICA, U_AMERICAS, "Panama", ""},
    {"PE", "PER", 604, "PE", S_AMERICA, U_AMERICAS, "Peru", ""},
    {"PF", "PYF", 258, "FP", OCEANIA, U_ASIA, "French Polynesia", ""},
    {"PG", "PNG", 598, "PP", OCEANIA, U_ASIA, "Papua New Guinea", ""},
    {"PH", "PHL", 608, "RP", SE_ASIA, U_ASIA, "Philippines", ""},
    {"PK", "PAK", 586, "PK", S_ASIA, U_ASIA, "Pakistan", ""},
    {"PL", "POL", 616, "PL", EUROPE, U_EUROPE, "Poland", ""},
    {"PM", "SPM", 666, "SB", N_AMERICA, U_AMERICAS, "Saint Pierre and Miquelon", ""},
    {"PN", "PCN", 612, "PC", OCEANIA, U_ASIA, "Pitcairn", ""},
    {"PR", "PRI", 630, "RQ", CARIBBEAN, U_AMERICAS, "Puerto Rico", ""},
    {"PS", "PSE", 275, "WE", MIDDLE_EAST, U_MIDDLE_EAST, "Palestinian Territories", "Palestine|Palestinian Territory|State of Palestine"},
    {"PT", "PRT", 620, "PO", EUROPE, U_EUROPE, "Portugal", ""},
    {"PW", "PLW", 585, "PS", OCEANIA, U_ASIA, "Palau", ""},
    {"PY", "PRY", 600, "PA", S_AMERICA, U_AMERICAS, "Paraguay", ""},
    {"QA", "QAT", 634, "QA", MIDDLE_EAST, U_MIDDLE_EAST, "Qatar", ""},
    {"RE", "REU", 638, "RE", E_AFRICA, U_AFRICA, "Réunion", ""},
    {"RO", "ROU", 642, "RO", EUROPE, U_EUROPE, "Romania", "Romania (Rumania)"},
    {"RS", "SRB", 688, "RI", EUROPE, U_EUROPE, "Serbia", "Serbia (Yugoslavia)"},
    {"RU", "RUS", 643, "RS", EUROPE, U_EUROPE, "Russia", "Russia (Soviet Union)|Russian Federation"},
    {"RW", "RWA", 646, "RW", E_AFRICA, U_AFRICA, "Rwanda", ""},
    {"SA", "SAU", 682, "SA", MIDDLE_EAST, U_MIDDLE_EAST, "Saudi Arabia", ""},
    {"SB", "SLB", 90, "BP", OCEANIA, U_ASIA, "Solomon Islands", ""},
    {"SC", "SYC", 690, "SE", E_AFRICA, U_AFRICA, "Seychelles", ""},
    {"SD", "SDN", 729, "SU", N_AFRICA, U_AFRICA, "Sudan", ""},
    {"SE", "SWE", 752, "SW", EUROPE, U_EUROPE, "Sweden", ""},
    {"SG", "SGP", 702, "SN", SE_ASIA, U_ASIA, "Singapore", ""},
    {"SH", "SHN", 654, "SH", W_AFRICA, U_AFRICA, "Saint Helena", "Saint Helena, Ascension and Tristan da Cunha"},
    {"SI", "SVN", 705, "SI", EUROPE, U_EUROPE, "Slovenia", ""},
    {"SJ", "SJM", 744, "SV", EUROPE, U_EUROPE, "Svalbard and Jan Mayen", ""},
    {"SK", "SVK", 703, "LO", EUROPE, U_EUROPE, "Slovakia", ""},
    {"SL", "SLE", 694, "SL", W_AFRICA, U_AFRICA, "Sierra Leone", ""},
    {"SM", "SMR", 674, "SM", EUROPE, U_EUROPE, "San Marino", ""},
    {"SN", "SEN", 686, "SG", W_AFRICA, U_AFRICA, "Senegal", ""},
    {"SO", "SOM", 706, "SO", E_AFRICA, U_AFRICA, "Somalia", ""},
    {"SR", "SUR", 740, "NS", S_AMERICA, U_AMERICAS, "Suriname", ""},
    {"SS", "SSD", 728, "OD", E_AFRICA, U_AFRICA, "South Sudan", ""},
    {"ST", "STP", 678, "TP", M_AFRICA, U_AFRICA, "São Tomé and Príncipe", ""},
    {"SV", "SLV", 222, "ES", C_AMERICA, U_AMERICAS, "El Salvador", ""},
    {"SX", "SXM", 534, "NN", CARIBBEAN, U_AMERICAS, "Sint Maarten", ""},
    {"SY", "SYR", 760, "SY", MIDDLE_EAST, U_MIDDLE_EAST, "Syria", "Syrian Arab Republic"},
    {"SZ", "SWZ", 748, "WZ", S_AFRICA, U_AFRICA, "Eswatini", "eSwatini|Kingdom of eSwatini (Swaziland)|Swaziland"},
    {"TC", "TCA", 796, "TK", CARIBBEAN, U_AMERICAS, "Turks and Caicos Islands", ""},
    {"TD", "TCD", 148, "CD", M_AFRICA, U_AFRICA, "Chad", ""},
    {"TF", "ATF", 260, "FS", ANTARCTICA, U_NONE, "French Southern Territories", ""},
    {"TG", "TGO", 768, "TO", W_AFRICA, U_AFRICA, "Togo", ""},
    {"TH", "THA", 764, "TH", SE_ASIA, U_ASIA, "Thailand", ""},
    {"TJ", "TJK", 762, "TI", CENTRAL_ASIA, U_ASIA, "Tajikistan", ""},
    {"TK", "TKL", 772, "TL", OCEANIA, U_ASIA, "Tokelau", ""},
    {"TL", "TLS", 626, "TT", SE_ASIA, U_ASIA, "East Timor", "Timor-Leste"},
    {"TM", "TKM", 795, "TX", CENTRAL_ASIA, U_ASIA, "Turkmenistan", ""},
    {"TN", "TUN", 788, "TS", N_AFRICA, U_AFRICA, "Tunisia", ""},
    {"TO", "TON", 776, "TN", OCEANIA, U_ASIA, "Tonga", ""},
    {"TR", "TUR", 792, "TU", MIDDLE_EAST, U_MIDDLE_EAST, "Turkey", "Turkiye"},
    {"TT", "TTO", 780, "TD", CARIBBEAN, U_AMERICAS, "Trinidad and Tobago", ""},
    {"TV", "TUV", 798, "TV", OCEANIA, U_ASIA, "Tuvalu", ""},
    {"TW", "TWN", 158, "TW", E_ASIA, U_ASIA, "Taiwan", ""},
    {"TZ", "TZA", 834, "TZ", E_AFRICA, U_AFRICA, "Tanzania", ""},
    {"UA", "UKR", 804, "UP", EUROPE, U_EUROPE, "Ukraine", ""},
    {"UG", "UGA", 800, "UG", E_AFRICA, U_AFRICA, "Uganda", ""},
    {"UM", "UMI", 581, "", OCEANIA, U_ASIA, "U.S. Minor Outlying Islands", ""},
    {"US", "USA", 840, "US", N_AMERICA, U_AMERICAS, "United States", "United States of America"},
    {"UY", "URY", 858, "UY", S_AMERICA, U_AMERICAS, "Uruguay", ""},
    {"UZ", "UZB", 860, "UZ", CENTRAL_ASIA, U_ASIA, "Uzbekistan", ""},
    {"VA", "VAT", 336, "VT", EUROPE, U_EUROPE, "Vatican", "Vatican City"},
    {"VC", "VCT", 670, "VC", CARIBBEAN, U_AMERICAS, "Saint Vincent and the Grenadines", ""},
    {"VE", "VEN", 862, "VE", S_AMERICA, U_AMERICAS, "Venezuela", ""},
    {"VG", "VGB", 92, "VI", CARIBBEAN, U_AMERICAS, "British Virgin Islands", ""},
    {"VI", "VIR", 850, "VQ", CARIBBEAN, U_AMERICAS, "U.S. Virgin Islands", ""},
    {"VN", "VNM", 704, "VM", SE_ASIA, U_ASIA, "Vietnam", "Vietnam (North Vietnam)|Viet Nam"},
    {"VU", "VUT", 548, "NH", OCEANIA, U_ASIA, "Vanuatu", ""},
    {"WF", "WLF", 876, "WF", OCEANIA, U_ASIA, "Wallis and Futuna", ""},
    {"WS", "WSM", 882, "WS", OCEANIA, U_ASIA, "Samoa", ""},
    {"XK", "XKX", 0, "KV", EUROPE, U_EUROPE, "Kosovo", ""},
    {"YE", "YEM", 887, "YM", MIDDLE_EAST, U_MIDDLE_EAST, "Yemen", "Yemen (North Yemen)"},
    {"YT", "MYT", 175, "MF", E_AFRICA, U_AFRICA, "Mayotte", ""},
    {"ZA", "ZAF", 710, "SF", S_AFRICA, U_AFRICA, "South Africa", ""},
    {"ZM", "ZMB", 894, "ZA", S_AFRICA, U_AFRICA, "Zambia", ""},
    {"ZW", "ZWE", 716, "ZI", S_AFRICA, U_AFRICA, "Zimbabwe", "Zimbabwe (Rhodesia)"},
    /* clang-format on */
};
enum { N_COUNTRY = sizeof country / sizeof *country };

static void fill(int i, export_country *c)
{
    *c = (export_country){.known = true, .iso2 = country[i].iso2, .iso3 = country[i].iso3, .numeric = country[i].numeric,
                          .fips = country[i].fips, .acled_region = acled_name[country[i].acled],
                          .ucdp_region = ucdp_name[country[i].ucdp], .name = country[i].name};
}

void export_country_find(casus_str iso2, export_country *c)
{
    *c = (export_country){.iso2 = "", .iso3 = "", .fips = "", .acled_region = "", .ucdp_region = "", .name = ""};
    for (int i = 0; i < N_COUNTRY && iso2.n == 3; i++)
        if (memcmp(country[i].iso3, iso2.p, 3) == 0) {
            fill(i, c);
            return;
        }
    if (iso2.n != 2) return;
    int low = 0, high = N_COUNTRY;
    while (low < high) {
        int mid = (low + high) / 2, d = memcmp(country[mid].iso2, iso2.p, 2);
        if (d == 0) {
            fill(mid, c);
            return;
        }
        if (d < 0) low = mid + 1;
        else high = mid;
    }
}

const char *export_country_numeric(int numeric)
{
    for (int i = 0; i < N_COUNTRY && numeric > 0; i++)
        if (country[i].numeric == numeric) return country[i].iso2;
    return "";
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

static bool same(casus_str a, const char *b, size_t n)
{
    if (a.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (lower(a.p[i]) != lower(b[i])) return false;
    return true;
}

static bool in_bars(casus_str name, const char *list)
{
    while (*list) {
        size_t n = strcspn(list, "|");
        if (same(name, list, n)) return true;
        list += n + (list[n] == '|');
    }
    return false;
}

static const char *find_name(casus_str name)
{
    for (int i = 0; i < N_COUNTRY; i++)
        if (same(name, country[i].name, strlen(country[i].name)) || in_bars(name, country[i].other) ||
            same(name, country[i].iso3, 3))
            return country[i].iso2;
    return "";
}

const char *export_country_named(casus_str name)
{
    name = casus_str_trim(name);
    const char *found = name.n ? find_name(name) : "", *bracket = name.n ? memchr(name.p, '(', name.n) : NULL;
    if (found[0] || !bracket) return found;
    return find_name(casus_str_trim((casus_str){name.p, (size_t)(bracket - name.p)}));
}
