//! What does a file of the law say, and does it say it well? All problems at once, each with line and column.
//!
//! A reading has each of the rules R1 to R9 once, so that two readings can stand side by side; each rule cites at least one
//! text. Left out: readings that build on another.

use super::finding::{Band, Family, Ground};
use super::rules::{
    Allowed, Assist, Authority, Coordinate, Endanger, Force, LawRule, NoReturn, PlaceOfSafety, Reading, Record, Test,
    Text, Vulnerable,
};
use crate::agents::calling::Phase;
use crate::agents::search::SearchEnd;
use crate::reading::{Checked, Fields, Kind, Node, Problem, Report, nearest, parse, stem};
use core::ops::RangeInclusive;

/// Phases by their names in files.
const PHASES: [(&str, Phase); 3] =
    [("Uncertain", Phase::Uncertain), ("Alert", Phase::Alert), ("Distress", Phase::Distress)];

/// Ends of a search by their names in files; one that found what it looked for is no stand-down.
const ENDS: [(&str, SearchEnd); 4] = [
    ("BelievedFound", SearchEnd::BelievedFound),
    ("Silence", SearchEnd::Silence),
    ("Covered", SearchEnd::Covered),
    ("SurvivalTime", SearchEnd::SurvivalTime),
];

/// Years in which a text may have been made; the first is that of the convention on collisions and assistance at sea.
const YEARS: RangeInclusive<u32> = 1910..=2100;

/// Reads a reading of the law. `file` is its name or path: the id is its stem, and messages show it.
///
/// # Errors
/// All problems of the file.
pub fn load(file: &str, text: &str) -> Result<Checked<Reading>, Vec<Problem>> {
    let mut report = Report::new(file);
    let value = parse(text, &mut report).and_then(|root| read(&root, file, &mut report));
    report.finish(value)
}

fn read(root: &Node, file: &str, r: &mut Report) -> Option<Reading> {
    let mut f = Fields::of(r, root, "a reading of the law")?;
    f.whole(r, "format", 1..=1);
    let title = f.text(r, "title");
    let version = f.text(r, "version");
    let description = f.text(r, "description");
    let nodes = f.list(r, "rules", "rules");
    let rules: Vec<Option<LawRule>> = nodes.iter().map(|n| read_rule(n, r)).collect();
    let place = f.place_of("rules");
    f.finish(r);
    for (i, id) in (1..=Test::NAMES.len()).map(|n| format!("R{n}")).enumerate() {
        let given = rules.iter().zip(nodes).filter(|(rule, _)| rule.as_ref().is_some_and(|x| x.id == id));
        let given: Vec<&Node> = given.map(|(_, n)| n).collect();
        match given.as_slice() {
            [] if rules.iter().all(Option::is_some) => {
                r.error(place, format!("a reading needs the rule `{id}` (`{}`)", Test::NAMES[i]));
            }
            [_, again, ..] => r.error(again.place, format!("there are two rules `{id}`; each stands once")),
            _ => {}
        }
    }
    let rules: Option<Vec<LawRule>> = rules.into_iter().collect();
    Some(Reading {
        id: stem(file).to_owned(),
        title: title?,
        version: version?,
        description: description?,
        rules: rules?,
    })
}

fn read_rule(node: &Node, r: &mut Report) -> Option<LawRule> {
    let mut f = Fields::of(r, node, "a rule of the law")?;
    let id = f.text(r, "id");
    let title = f.text(r, "title");
    let family = f.choice(r, "family", "family", &Family::ALL.map(Family::name)).map(|i| Family::ALL[i]);
    let test_node = f.need("test");
    let test = test_node.and_then(|n| read_test(n, r));
    let (id_place, texts_place) = (f.place_of("id"), f.place_of("texts"));
    let given = f.list(r, "texts", "texts");
    let texts: Vec<Option<Text>> = given.iter().map(|n| read_text(n, r)).collect();
    let grounds = f.list_or_empty(r, "justified_by", "grounds");
    let justified_by: Vec<Option<Ground>> =
        grounds.iter().map(|n| r.choice(n, "ground", &Ground::ALL.map(Ground::name)).map(|i| Ground::ALL[i])).collect();
    let source = f.text(r, "source");
    let note = f.text_or(r, "note", "");
    f.finish(r);
    if given.is_empty() {
        r.error(texts_place, "a rule of the law rests on a text; expected at least one in `texts`");
    }
    let (id, test) = (id?, test?);
    let number = number_of(&test);
    if id != format!("R{number}") {
        r.error(id_place, format!("`{id}` asks `{}`; that is the rule `R{number}`", Test::NAMES[number - 1]));
    }
    Some(LawRule {
        id,
        title: title?,
        family: family?,
        test,
        texts: texts.into_iter().collect::<Option<_>>()?,
        justified_by: justified_by.into_iter().collect::<Option<_>>()?,
        source: source?,
        note: note?,
    })
}

/// 1 to 9.
const fn number_of(test: &Test) -> usize {
    match test {
        Test::Assist(_) => 1,
        Test::Coordinate(_) => 2,
        Test::PlaceOfSafety(_) => 3,
        Test::NoReturn(_) => 4,
        Test::Force(_) => 5,
        Test::Endanger(_) => 6,
        Test::Authority(_) => 7,
        Test::Vulnerable(_) => 8,
        Test::Record(_) => 9,
    }
}

fn read_text(node: &Node, r: &mut Report) -> Option<Text> {
    let mut f = Fields::of(r, node, "a text")?;
    let cite = f.text(r, "cite");
    let year = f.whole(r, "year", YEARS);
    let to_be_checked = f.flag_or(r, "to_be_checked", false);
    f.finish(r);
    Some(Text { cite: cite?, year: year?, to_be_checked: to_be_checked? })
}

fn read_test(node: &Node, r: &mut Report) -> Option<Test> {
    let Kind::Named { name, body: Some(body) } = &node.kind else {
        let near = match &node.kind {
            Kind::Named { name, .. } => nearest(name, Test::NAMES).unwrap_or("Assist"),
            _ => "Assist",
        };
        r.wrong_kind(node, &format!("what the rule asks, like `{near}( … )`"));
        return None;
    };
    let which = r.position_of(node.place, name, "test of the law", &Test::NAMES)?;
    let mut f = Fields::of(r, body, "a test of the law")?;
    let test = match which {
        0 => read_assist(&mut f, r),
        1 => read_coordinate(&mut f, r),
        2 => read_place_of_safety(&mut f, r),
        3 => read_no_return(&mut f, r),
        4 => read_force(&mut f, r),
        5 => read_endanger(&mut f, r),
        6 => read_authority(&mut f, r),
        7 => read_vulnerable(&mut f, r),
        _ => read_record(&mut f, r),
    };
    f.finish(r);
    test
}

fn read_assist(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let danger_from = phase(f, "danger_from", r);
    let from_the_call = f.flag_or(r, "from_the_call", false);
    let amber = f.number(r, "amber_after_min", 0.0..=1440.0);
    let red = f.number(r, "red_after_min", 0.0..=1440.0);
    let place = f.place_of("red_after_min");
    let ends: Vec<Option<SearchEnd>> = f
        .list_or_empty(r, "stand_downs", "ends of a search")
        .iter()
        .map(|n| r.choice(n, "end of a search", &ENDS.map(|(name, _)| name)).map(|i| ENDS[i].1))
        .collect();
    let (amber, red) = (amber?, red?);
    if red < amber {
        r.error(place, format!("red after {red} min and amber after {amber}; expected red to come later"));
    }
    Some(Test::Assist(Assist {
        danger_from: danger_from?,
        from_the_call: from_the_call?,
        amber_after_min: amber,
        red_after_min: red,
        stand_downs: ends.into_iter().collect::<Option<_>>()?,
    }))
}

fn read_coordinate(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let call_not_acted_on = band(f, "call_not_acted_on", r);
    let raised_to = phase(f, "raised_to", r);
    let not_raised = band(f, "not_raised", r);
    let merged = band(f, "merged", r);
    let closed_wrongly = band(f, "closed_wrongly", r);
    Some(Test::Coordinate(Coordinate {
        call_not_acted_on: call_not_acted_on?,
        raised_to: raised_to?,
        not_raised: not_raised?,
        merged: merged?,
        closed_wrongly: closed_wrongly?,
    }))
}

fn read_place_of_safety(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let small_craft_places = f.whole(r, "small_craft_places", 0..=1000);
    let most_hours = f.number(r, "most_h", 0.0..=48.0);
    let longer = band(f, "longer", r);
    Some(Test::PlaceOfSafety(PlaceOfSafety {
        small_craft_places: small_craft_places?,
        most_hours: most_hours?,
        longer: longer?,
    }))
}

fn read_no_return(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let turned_back_outside = band(f, "turned_back_outside", r);
    let turned_back_inside = band(f, "turned_back_inside", r);
    let stopped_outside = band(f, "stopped_outside", r);
    Some(Test::NoReturn(NoReturn {
        turned_back_outside: turned_back_outside?,
        turned_back_inside: turned_back_inside?,
        stopped_outside: stopped_outside?,
    }))
}

fn read_force(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let allowed: Vec<Option<Allowed>> = f.list(r, "allowed", "levels").iter().map(|n| read_allowed(n, r)).collect();
    let beyond = band(f, "beyond", r);
    let weapons_ashore =
        f.get("weapons_ashore").map(|n| r.choice(n, "band", &Band::ALL.map(Band::name)).map(|i| Band::ALL[i]));
    let weapons_ashore = match weapons_ashore {
        Some(None) => return None,
        Some(some) => some,
        None => None,
    };
    Some(Test::Force(Force { allowed: allowed.into_iter().collect::<Option<_>>()?, beyond: beyond?, weapons_ashore }))
}

fn read_endanger(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let harm_followed = band(f, "harm_followed", r);
    let could_have = band(f, "could_have", r);
    let danger_from = phase(f, "danger_from", r);
    let help_withheld = band(f, "help_withheld", r);
    let death_followed = band(f, "death_followed", r);
    Some(Test::Endanger(Endanger {
        harm_followed: harm_followed?,
        could_have: could_have?,
        danger_from: danger_from?,
        help_withheld: help_withheld?,
        death_followed: death_followed?,
    }))
}

fn read_authority(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let no_order = band(f, "no_order", r);
    let order_beyond_limits = band(f, "order_beyond_limits", r);
    let in_foreign_waters = band(f, "in_foreign_waters", r);
    Some(Test::Authority(Authority {
        no_order: no_order?,
        order_beyond_limits: order_beyond_limits?,
        in_foreign_waters: in_foreign_waters?,
    }))
}

fn read_vulnerable(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let children = band(f, "children", r);
    let no_lifejackets = band(f, "no_lifejackets", r);
    Some(Test::Vulnerable(Vulnerable { children: children?, no_lifejackets: no_lifejackets? }))
}

fn read_record(f: &mut Fields<'_>, r: &mut Report) -> Option<Test> {
    let needs_facts = f.flag_or(r, "needs_facts", true);
    let needs_outcome = f.flag_or(r, "needs_outcome", true);
    let needs_landing = f.flag_or(r, "needs_landing", true);
    let needs_images = f.flag_or(r, "needs_images", false);
    let missing = band(f, "missing", r);
    Some(Test::Record(Record {
        needs_facts: needs_facts?,
        needs_outcome: needs_outcome?,
        needs_landing: needs_landing?,
        needs_images: needs_images?,
        missing: missing?,
    }))
}

fn read_allowed(node: &Node, r: &mut Report) -> Option<Allowed> {
    let mut f = Fields::of(r, node, "a level that is allowed")?;
    let level = f.whole(r, "level", 1..=4);
    let below = f.get("aboard_below").map(|n| r.number(n, "people", &(0.0..=500.0)));
    let upper = f.get("upper95_at_most").map(|n| r.number(n, "people", &(0.0..=1000.0)));
    let waves = f.get("waves_below_m").map(|n| r.number(n, "metres", &(0.0..=10.0)));
    let flags = ["by_day", "depth_enough", "no_child_seen", "before_embarkation"].map(|name| f.flag_or(r, name, false));
    f.finish(r);
    let optional = |x: Option<Option<f64>>| x.map_or(Some(None), |read| read.map(Some));
    Some(Allowed {
        level: u8::try_from(level?).ok()?,
        aboard_below: optional(below)?,
        upper95_at_most: optional(upper)?,
        waves_below_m: optional(waves)?,
        by_day: flags[0]?,
        depth_enough: flags[1]?,
        no_child_seen: flags[2]?,
        before_embarkation: flags[3]?,
    })
}

fn band(f: &mut Fields<'_>, name: &'static str, r: &mut Report) -> Option<Band> {
    f.choice(r, name, "band", &Band::ALL.map(Band::name)).map(|i| Band::ALL[i])
}

fn phase(f: &mut Fields<'_>, name: &'static str, r: &mut Report) -> Option<Phase> {
    f.choice(r, name, "emergency phase", &PHASES.map(|(name, _)| name)).map(|i| PHASES[i].1)
}
