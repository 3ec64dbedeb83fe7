//! How does a finding read, and how do two readings stand side by side?

use super::exposure::Exposure;
use super::finding::{Band, Family, Finding};
use super::rules::{LawRule, Reading, Test};
use crate::events::words::{Names, boat};
use crate::units::format::fixed;

/// Stands on every page that shows findings.
pub const NOT_ADVICE: &str = "Questions that could be asked about decisions, on what was known then: not legal advice, no probability of a conviction, \
                              and nothing to weigh against lives or money. What is done ashore (shore teams, closed canals) is not judged, but for an order to wade in to a boat or to use intermediate-force weapons: \
                              a doctrine that acts there looks lighter than it is. Texts marked \"to be checked\" have not been held against their source.";

/// A finding in one line: when, which rule, how serious, who, and the facts.
#[must_use]
pub fn line(f: &Finding, reading: &Reading, names: &Names) -> String {
    let rule = reading.rules.iter().find(|r| r.id == f.rule);
    let (title, grounds) = rule.map_or(("", 0), |r| (r.title.as_str(), r.justified_by.len()));
    let mut about = vec![f.side.centre().to_owned()];
    about.extend(f.unit.map(|u| names.unit(u).to_owned()));
    match (f.contact, f.boat) {
        (Some(c), Some(b)) => about.push(format!("contact {c} ({})", boat(b))),
        (None, Some(b)) => about.push(boat(b)),
        _ => {}
    }
    let justified = match f.justified_by.as_slice() {
        [] if f.band == Band::Green || grounds == 0 => String::new(),
        [] => "; no justifying fact".to_owned(),
        list => format!("; {}", list.iter().map(|g| g.title()).collect::<Vec<_>>().join("; ")),
    };
    format!(
        "{}  {:<5}  {} {title}: {}: {}{justified}",
        f.tick.at(names.start).day_clock(),
        f.band.word(),
        f.rule,
        about.join(", "),
        f.facts.join("; ")
    )
}

/// Counts by family and band, a row for each family and a column for each reading.
#[must_use]
pub fn side_by_side(readings: &[(&Reading, &Exposure)]) -> String {
    let mut text = format!("{:<18}", "red, amber, green");
    for (reading, _) in readings {
        text += &format!("  {:<18}", reading.title);
    }
    text = text.trim_end().to_owned() + "\n";
    for family in Family::ALL {
        let mut row = format!("{:<18}", family.title());
        for (_, exposure) in readings {
            let cell = [Band::Red, Band::Amber, Band::Green].map(|b| exposure.count(family, b).to_string()).join(", ");
            row += &format!("  {cell:<18}");
        }
        text += row.trim_end();
        text.push('\n');
    }
    text
}

/// A rule with its thresholds, texts and marks, over some lines.
#[must_use]
pub fn rule(r: &LawRule) -> String {
    let mut text = format!("{}  {} ({})\n", r.id, r.title, r.family.title());
    for line in asks(&r.test) {
        text += &format!("      {line}\n");
    }
    for t in &r.texts {
        let mark = if t.to_be_checked { "  [to be checked]" } else { "" };
        text += &format!("      text: {} ({}){mark}\n", t.cite, t.year);
    }
    if !r.justified_by.is_empty() {
        let grounds: Vec<&str> = r.justified_by.iter().map(|g| g.title()).collect();
        text += &format!("      may be justified by {}\n", grounds.join("; "));
    }
    text += &format!("      thresholds: {}\n", r.source);
    if !r.note.is_empty() {
        text += &format!("      {}\n", r.note);
    }
    text
}

/// What a rule asks, in words, a line for each question.
fn asks(test: &Test) -> Vec<String> {
    let on = |band: Band, what: &str| format!("{}: {what}", band.word());
    let lines = match test {
        Test::Assist(t) => vec![
            format!(
                "danger is known from the {}, people in the water or water coming in; the time runs from {}",
                t.danger_from.title(),
                if t.from_the_call { "the call" } else { "then" }
            ),
            on(Band::Amber, &format!("no help sent for {} min in which a unit was free", fixed(t.amber_after_min, 0))),
            on(Band::Red, &format!("for {} min", fixed(t.red_after_min, 0))),
        ]
        .into_iter()
        .chain(t.stand_downs.iter().map(|end| on(Band::Red, &format!("a search ended because {}", end.title()))))
        .collect(),
        Test::Coordinate(t) => vec![
            on(t.call_not_acted_on, "a call for help was not acted on"),
            on(t.not_raised, &format!("signs of danger, and not even the {}", t.raised_to.title())),
            on(t.merged, "two boats taken for one without a match of name, number or position"),
            on(t.closed_wrongly, "a boat closed as found that was not"),
        ],
        Test::PlaceOfSafety(t) => vec![on(
            t.longer,
            &format!(
                "more than {} h aboard a craft with {} places or fewer",
                fixed(t.most_hours, 0),
                t.small_craft_places
            ),
        )],
        Test::NoReturn(t) => vec![
            on(t.turned_back_outside, "a boat turned back outside the waters of the unit's own state"),
            on(t.turned_back_inside, "within them"),
            on(t.stopped_outside, "people stopped by force outside them and brought in"),
        ],
        Test::Force(t) => {
            let mut lines = vec![on(t.beyond, "blocking or stopping (levels 3 and 4) outside these limits:")];
            lines.extend(t.allowed.iter().map(|a| {
                let mut limits = vec![format!("  up to level {}", a.level)];
                limits.extend(a.aboard_below.map(|n| format!("fewer than {} aboard", fixed(n, 0))));
                limits.extend(a.upper95_at_most.map(|n| format!("surely no more than {}", fixed(n, 0))));
                limits.extend(a.waves_below_m.map(|m| format!("waves below {} m", fixed(m, 1))));
                for (is, what) in [
                    (a.by_day, "by day"),
                    (a.depth_enough, "with water enough"),
                    (a.no_child_seen, "with no child seen"),
                    (a.before_embarkation, "before people embark"),
                ] {
                    if is {
                        limits.push(what.to_owned());
                    }
                }
                limits.join(", ")
            }));
            let ashore = "a team ashore ordered to use intermediate-force weapons on people who leave";
            lines.extend(t.weapons_ashore.map(|band| on(band, ashore)));
            lines
        }
        Test::Endanger(t) => vec![
            on(t.harm_followed, "a rule against foreseeable harm breached, and harm followed"),
            on(t.could_have, "breached, and harm could have followed"),
            on(
                t.help_withheld,
                &format!("danger known from the {}, and the unit ordered to something else", t.danger_from.title()),
            ),
            on(t.death_followed, "and somebody died before help was ordered"),
        ],
        Test::Authority(t) => vec![
            on(t.no_order, "force (level 3 or 4) without an order of authority in the log"),
            on(
                t.order_beyond_limits,
                "with an order that goes beyond the limits on force: was it manifestly unlawful?",
            ),
            on(
                t.in_foreign_waters,
                "in the territorial sea or the internal waters of another state, whose consent no log shows",
            ),
        ],
        Test::Vulnerable(t) => vec![
            on(t.children, "force (level 3 or 4) while children were seen"),
            on(t.no_lifejackets, "while people without lifejackets were seen"),
        ],
        Test::Record(t) => {
            let needs = [
                (t.needs_facts, "the facts behind the order"),
                (t.needs_outcome, "how it ended"),
                (t.needs_landing, "where the people came ashore"),
                (t.needs_images, "images of the boat"),
            ];
            let needs: Vec<&str> = needs.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
            vec![on(t.missing, &format!("no record, for a use of force, of {}", needs.join(", ")))]
        }
    };
    // What a reading takes for no breach is said to be so.
    lines
        .into_iter()
        .map(|l| l.strip_prefix("green: ").map_or(l.clone(), |rest| format!("no finding: {rest}")))
        .collect()
}
