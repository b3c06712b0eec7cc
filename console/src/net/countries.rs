//! Countries by their names, which the browser knows.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The countries (ISO 3166 letters) whose numbers can be read.
const ALL: &str = "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO \
BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG \
EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE \
IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA \
MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM \
PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS \
ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK \
YE YT ZA ZM ZW";

/// All countries, letters and names, by name.
pub fn all() -> Vec<(String, String)> {
    let names = names();
    let name = |letters: &str| {
        let names = names.as_ref()?;
        let of = Reflect::get(names, &"of".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
        of.call1(names, &letters.into()).ok()?.as_string()
    };
    let named = |letters: &str| {
        let name = name(letters).unwrap_or_else(|| letters.to_owned());
        (letters.to_owned(), format!("{name} ({letters})"))
    };
    let mut all: Vec<_> = ALL.split_whitespace().map(named).collect();
    all.sort_by(|(_, a), (_, b)| a.cmp(b));
    all
}

/// The browser's names of countries, in the language of this page.
fn names() -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let kind: js_sys::Function =
        Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    Reflect::construct(&kind, &Array::of2(&"en-GB".into(), &options)).ok()
}
