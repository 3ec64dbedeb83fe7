//! How does the search for the best doctrine read, on a terminal and for a script?
//!
//! First the answer in words, with what it promises and what it does not; then every doctrine with the nights it was lived
//! for, its mean, and behind whom it was dropped. Whether "best" may be said at all hangs on the metric: where opinions
//! differ on which way is wanted, it is the lowest or the highest, and nobody's best.

use super::depends::Grid;
use super::study::letter;
use crate::analysis::selection::{Procedure, Selection, Wanted};
use crate::analysis::shared::{Pair, SharedChances};
use crate::analysis::study::best::{Race, Spending};
use crate::analysis::verdict::{DIFFERING_FLOOR, NIGHTS_FLOOR};
use crate::ensemble::study::Header;
use crate::metrics::{Direction, MetricInfo};
use crate::units::format::{count, fixed, signed};
use serde_json::{Value, json};

/// Pairs of doctrines that hardly differ which are told one by one.
const PAIRS: usize = 6;

/// What was searched for, and where.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// What made the study.
    pub header: &'a Header,
    /// Number of the cell.
    pub cell: usize,
    /// The cell in words.
    pub place: &'a str,
    /// The metric.
    pub metric: &'a MetricInfo,
    /// Which way is looked for.
    pub wanted: Wanted,
    /// The command that searches again.
    pub command: &'a str,
}

impl Search<'_> {
    /// What the doctrine looked for is called.
    fn superlative(&self) -> &'static str {
        match (self.metric.direction, self.wanted) {
            (Direction::Neutral, Wanted::Lowest) => "lowest",
            (Direction::Neutral, Wanted::Highest) => "highest",
            _ => "best",
        }
    }

    fn title(&self, arm: usize) -> String {
        format!("{}: {}", letter(arm), self.header.doctrines[arm].title)
    }

    fn mean(&self, mean: Option<f64>) -> String {
        mean.map_or_else(|| "-".to_owned(), |m| fixed(m, self.metric.decimals.max(3)))
    }

    fn head(&self, how: &str) -> String {
        let place = if self.header.cells() > 1 {
            format!("Cell {}: {}\n", self.cell, self.place)
        } else {
            format!("{}\n", self.place)
        };
        let disputed = if self.metric.direction == Direction::Neutral {
            format!(
                " Opinions differ on which way it should go, so the {} is looked for and nobody's best.",
                self.superlative()
            )
        } else {
            String::new()
        };
        format!(
            "{}\n{place}{}: {}.{disputed} {how}\n\n",
            self.header.study.title,
            self.metric.title,
            self.metric.direction.words()
        )
    }

    fn manifest(&self, lived: u64) -> String {
        let nights = format!("{} nights under single doctrines", count(lived));
        super::study::made_by(self.header, self.header.seed, &nights, self.command)
    }
}

/// The page of a race.
#[must_use]
pub fn race(search: &Search<'_>, race: &Race) -> String {
    let selection = race.selection();
    let plan = selection.plan();
    let procedure = match plan.procedure {
        Procedure::Kn => "KN",
        Procedure::KnPlusPlus => "KN++",
    };
    let mut out = search.head(&format!(
        "All doctrines meet the same nights; one that is clearly behind another is lived no more ({procedure}, first stage {} nights; none is dropped before {NIGHTS_FLOOR}).",
        plan.first_stage
    ));
    out += &answer(search, race);
    let rows = (0..plan.doctrines)
        .map(|arm| {
            let dropped = match (selection.dropped_after()[arm], selection.dropped_by()[arm]) {
                (Some(n), Some(by)) => [n.to_string(), letter(by).to_string()],
                _ => [String::new(), String::new()],
            };
            let [after, by] = dropped;
            let mean = format!("{} over {}", search.mean(selection.mean(arm)), selection.counted(arm));
            vec![search.title(arm), race.lived()[arm].to_string(), mean, after, by]
        })
        .collect();
    out += "\n";
    out += &Grid::new(&["doctrine", "nights lived", "mean over nights", "dropped after", "behind"], rows).text();
    let lived: u64 = race.lived().iter().sum();
    out += &format!(
        "\nLived {} nights under single doctrines; without dropping any it would have been {}: {} saved.\n",
        count(lived),
        count(lived + race.saved()),
        count(race.saved())
    );
    if race.saved() > 0 {
        out += "Means of doctrines that were dropped are over fewer of the same nights, and not to be held against those over more: each was behind on the nights that both had lived. They are no estimates to quote: where a search stops hangs on what it saw. For those, run the study.\n";
    }
    out + &lost(search, race.lost().iter().map(|l| (l.night, l.reason.as_str()))) + &search.manifest(lived)
}

/// The answer of a race in words.
fn answer(search: &Search<'_>, race: &Race) -> String {
    let selection = race.selection();
    let plan = selection.plan();
    let (best, title) = (search.superlative(), search.metric.title);
    let delta = format!("{} ({} a night)", plan.indifference, search.metric.unit);
    if let Some(chosen) = selection.chosen() {
        let of_hundred = fixed(100.0 * (1.0 - plan.alpha), if plan.alpha < 0.01 { 2 } else { 0 });
        let limit = match plan.procedure {
            Procedure::Kn => "if differences of nights are near enough to normal",
            Procedure::KnPlusPlus => "in the limit of many nights",
        };
        return format!(
            "Chosen as {best} on “{title}”, after {} nights: {}.\nWhat that means: if one doctrine is {best} by {delta} or more, it is the one chosen in at least {of_hundred} of 100 such searches ({limit}). If others lie within {delta} of the {best}, one of them may have been chosen in its place. It speaks of this metric on these nights of the model, and of nothing else.\n",
            selection.nights(),
            search.title(chosen)
        );
    }
    let still: Vec<String> = selection.contenders().iter().map(|&i| letter(i).to_string()).collect();
    let mut out = format!(
        "Cannot tell yet which is {best} on “{title}”: after {} nights, the most that were asked for, {} are still in. Live more nights (--most), or tell apart only larger differences than {delta} (--indifference).\n",
        selection.nights(),
        still.join(", ")
    );
    if selection.nights() < NIGHTS_FLOOR {
        out += &format!("Below {NIGHTS_FLOOR} nights none is dropped, however they stand.\n");
    }
    let alike = alike(selection);
    for (i, j, n) in alike.iter().take(PAIRS) {
        out += &format!(
            "{} and {} differ in {n} of {} nights; below {DIFFERING_FLOOR}, none is dropped behind the other.\n",
            letter(*i),
            letter(*j),
            selection.nights()
        );
    }
    if alike.len() > PAIRS {
        out += &format!("So it is with {} more pairs.\n", alike.len() - PAIRS);
    }
    out
}

/// Pairs still in which hardly differ, with in how many nights they do.
fn alike(selection: &Selection) -> Vec<(usize, usize, usize)> {
    let contenders = selection.contenders();
    let pairs = contenders.iter().enumerate().flat_map(|(k, &i)| contenders[k + 1..].iter().map(move |&j| (i, j)));
    pairs.map(|(i, j)| (i, j, selection.differing(i, j))).filter(|(.., n)| *n < DIFFERING_FLOOR).collect()
}

/// The page of a budget that was spent, with the chance of each doctrine.
#[must_use]
pub fn spending(search: &Search<'_>, spending: &Spending, found: &SharedChances) -> String {
    let (rounds, even) = spending.rounds();
    let mut out = search.head(&format!(
        "{} nights under single doctrines, given in rounds to those about which a night more tells most (OCBA).",
        count(spending.spent())
    ));
    out += &likely(search, found);
    if even > 0 {
        out += &format!(
            "In {even} of {rounds} rounds nights were shared out evenly: a doctrine showed no spread yet, or two were level.\n"
        );
    }
    // Without an answer differences are to the first doctrine, as on every other page.
    let to = found.most_likely().first().copied().unwrap_or(0);
    let (lived, counted, means) = (spending.lived(), spending.counted(), spending.means());
    let row = |arm: usize| {
        let chance = found.chance[arm].map_or_else(|| "not told".to_owned(), |c| format!("{} %", fixed(100.0 * c, 1)));
        let pair = found.pair(arm, to);
        let difference = pair.and_then(|p| Some(if p.arms[0] == to { p.difference? } else { -p.difference? }));
        vec![
            search.title(arm),
            lived[arm].to_string(),
            format!("{} over {}", search.mean(means[arm]), counted[arm]),
            difference.map_or_else(String::new, |d| signed(d, search.metric.decimals.max(3))),
            pair.map_or_else(String::new, |p| format!("{} ({} differ)", p.shared, p.differing)),
            chance,
        ]
    };
    let (best, to) = (format!("{} in", search.superlative()), format!("less {}", letter(to)));
    let head = ["doctrine", "nights lived", "mean over nights", &to, "on shared nights", &best];
    out += "\n";
    out += &Grid::new(&head, (0..found.chance.len()).map(row).collect()).text();
    if counted.iter().any(|n| *n != counted[0]) {
        out += "\nMeans over unlike numbers of nights are not to be held against each other: some go over nights that others have not lived. Two doctrines compare by their difference on the nights that both have lived.\n";
    }
    out + &lost(search, spending.lost().iter().map(|l| (l.night, l.reason.as_str())))
        + &search.manifest(spending.spent())
}

/// Who is most likely best, or why nobody can tell yet.
fn likely(search: &Search<'_>, found: &SharedChances) -> String {
    let (best, title) = (search.superlative(), search.metric.title);
    let top = found.most_likely();
    let mut out = match top[..] {
        [] => format!("Cannot tell yet which is most likely {best} on “{title}”.\n"),
        [one, ..] => {
            let chance = fixed(100.0 * found.chance[one].unwrap_or(0.0), 0);
            let names: Vec<String> = top.iter().map(|&i| search.title(i)).collect();
            let level = if top.len() > 1 { " each, level on the nights that they share" } else { "" };
            format!(
                "Most likely {best} on “{title}”: {}, in {chance} of 100 resamplings of the nights lived{level}; each two are compared on the nights that both have lived. A share of resamplings is no promise as a race gives one, and it speaks of this metric on these nights of the model alone.\n",
                names.join("; ")
            )
        }
    };
    let doubt: Vec<&Pair> = found.in_doubt().collect();
    for p in doubt.iter().take(PAIRS) {
        let [a, b] = p.arms.map(letter);
        out += &if p.shared < NIGHTS_FLOOR {
            format!("{a} and {b} share {} nights; below {NIGHTS_FLOOR}, neither is held to be ahead.\n", p.shared)
        } else {
            format!(
                "{a} and {b} differ in {} of the {} nights that they share; below {DIFFERING_FLOOR}, neither is held to be ahead.\n",
                p.differing, p.shared
            )
        };
    }
    if doubt.len() > PAIRS {
        out += &format!("So it is with {} more pairs.\n", doubt.len() - PAIRS);
    }
    if doubt.iter().any(|p| p.shared < NIGHTS_FLOOR) {
        out += &format!("--first {NIGHTS_FLOOR} or more has every doctrine live enough nights to share.\n");
    }
    if found.nobody >= 0.005 {
        out += &format!(
            "In {} of 100 resamplings each doctrine was behind another, as each pair has nights of its own; these count for none.\n",
            fixed(100.0 * found.nobody, 0)
        );
    }
    out
}

fn lost<'a>(search: &Search<'_>, nights: impl Iterator<Item = (u64, &'a str)>) -> String {
    let one = |(night, reason): (u64, &str)| {
        format!("failed: night {night}: {reason}\n  again: {}\n", search.header.replay(search.cell, night))
    };
    nights.map(one).collect()
}

/// A race for a script.
#[must_use]
pub fn race_json(search: &Search<'_>, race: &Race) -> String {
    let selection = race.selection();
    let plan = selection.plan();
    let id = |arm: usize| &search.header.doctrines[arm].name;
    let doctrine = |arm: usize| {
        json!({
            "doctrine": id(arm),
            "nights_lived": race.lived()[arm],
            "mean": selection.mean(arm),
            "mean_over_nights": selection.counted(arm),
            "dropped_after": selection.dropped_after()[arm],
            "dropped_behind": selection.dropped_by()[arm].map(id),
        })
    };
    let found = json!({
        "by": if plan.procedure == Procedure::Kn { "kn" } else { "kn++" },
        "indifference": plan.indifference,
        "confidence": 1.0 - plan.alpha,
        "first_stage": plan.first_stage,
        "nights": selection.nights(),
        "chosen": selection.chosen().map(id),
        "cannot_tell_yet": selection.chosen().is_none(),
        "saved": race.saved(),
        "doctrines": (0..plan.doctrines).map(doctrine).collect::<Vec<_>>(),
        "failed": race.lost().iter().map(|l| json!({ "night": l.night, "reason": l.reason })).collect::<Vec<_>>(),
    });
    whole(search, found)
}

/// A budget that was spent, for a script.
#[must_use]
pub fn spending_json(search: &Search<'_>, spending: &Spending, chances: &SharedChances) -> String {
    let (lived, counted, means) = (spending.lived(), spending.counted(), spending.means());
    let id = |arm: usize| &search.header.doctrines[arm].name;
    let doctrine = |arm: usize| {
        json!({
            "doctrine": id(arm),
            "nights_lived": lived[arm],
            "mean": means[arm],
            "mean_over_nights": counted[arm],
            "chance": chances.chance[arm],
            "chance_at_most": chances.at_most[arm],
        })
    };
    let pair = |p: &Pair| {
        json!({
            "doctrines": p.arms.map(id),
            "shared_nights": p.shared,
            "nights_differing": p.differing,
            "mean_difference_second_less_first": p.difference,
            "told_apart": p.told(),
        })
    };
    let most_likely = chances.most_likely();
    let found = json!({
        "by": "ocba",
        "budget": spending.spent(),
        "rounds": spending.rounds().0,
        "rounds_shared_out_evenly": spending.rounds().1,
        "most_likely": most_likely.iter().map(|&i| id(i)).collect::<Vec<_>>(),
        "cannot_tell_yet": most_likely.is_empty(),
        "chance_of_none": chances.nobody,
        "doctrines": (0..lived.len()).map(doctrine).collect::<Vec<_>>(),
        "pairs": chances.pairs.iter().map(pair).collect::<Vec<_>>(),
        "failed": spending.lost().iter().map(|l| json!({ "night": l.night, "reason": l.reason })).collect::<Vec<_>>(),
    });
    whole(search, found)
}

fn whole(search: &Search<'_>, found: Value) -> String {
    let all = json!({
        "manifest": search.header,
        "cell": search.cell,
        "command": search.command,
        "metric": search.metric.id,
        "looked_for": search.superlative(),
        "wanted": if search.wanted == Wanted::Lowest { "lowest" } else { "highest" },
        "found": found,
    });
    serde_json::to_string_pretty(&all).expect("plain data can be written") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::selection::SelectionPlan;
    use crate::analysis::study::table::tests::header;

    fn told(values: [f64; 3], metric: &str, most: u64) -> String {
        let header = header();
        let infos = crate::ensemble::columns::infos();
        let metric = infos.iter().find(|m| m.id == metric).expect("a metric");
        let search =
            Search { header: &header, cell: 1, place: "here", metric, wanted: Wanted::Lowest, command: "again" };
        let plan = SelectionPlan {
            doctrines: 3,
            wanted: Wanted::Lowest,
            indifference: 0.5,
            alpha: 0.05,
            first_stage: 20,
            procedure: Procedure::KnPlusPlus,
        };
        let mut of = Race::new(plan, most);
        while !of.ask().is_empty() {
            let one = |s: &crate::ensemble::study::drive::Single| Ok(values[s.arm] + (s.night % 3) as f64);
            let outcomes: Vec<_> = of.ask().iter().map(one).collect();
            of.tell(&outcomes);
        }
        race(&search, &of)
    }

    #[test]
    fn a_choice_says_what_it_promises_and_who_was_dropped_behind_whom() {
        let page = told([3.0, 1.0, 5.0], "deaths", 200);
        assert!(page.contains("Chosen as best on “Deaths”, after 100 nights: B: B."), "{page}");
        assert!(
            page.contains("best by 0.5 (people a night) or more, it is the one chosen in at least 95 of 100"),
            "{page}"
        );
        assert!(
            page.lines().any(|l| l.contains("C: C") && l.trim_end().ends_with("5.990 over 100            100       B")),
            "{page}"
        );
    }

    #[test]
    fn where_opinions_differ_there_is_a_lowest_and_no_best() {
        let page = told([3.0, 1.0, 5.0], "arrived_uk", 200);
        assert!(page.contains("Chosen as lowest on “") && !page.contains("as best"), "{page}");
        assert!(page.contains("Opinions differ"), "{page}");
    }

    #[test]
    fn what_is_level_cannot_be_told_and_the_reason_is_said() {
        let page = told([1.0, 1.0, 5.0], "deaths", 140);
        assert!(page.contains("Cannot tell yet which is best on “Deaths”: after 140 nights"), "{page}");
        assert!(page.contains("A and B differ in 0 of 140 nights"), "{page}");
        assert!(
            page.contains(
                "Lived 380 nights under single doctrines; without dropping any it would have been 420: 40 saved."
            ),
            "{page}"
        );
    }

    /// A page of spending in which each doctrine's night has this value, by night.
    fn spent(value: impl Fn(usize, u64) -> f64, first: u64, budget: u64) -> (String, Value) {
        let header = header();
        let infos = crate::ensemble::columns::infos();
        let metric = infos.iter().find(|m| m.id == "deaths").expect("a metric");
        let search =
            Search { header: &header, cell: 1, place: "here", metric, wanted: Wanted::Lowest, command: "again" };
        let mut of = Spending::new(3, Wanted::Lowest, first, budget).expect("enough");
        while !of.ask().is_empty() {
            let outcomes: Vec<_> = of.ask().iter().map(|s| Ok(value(s.arm, s.night))).collect();
            of.tell(&outcomes);
        }
        let found = of.chances(crate::analysis::resample::Resampler::new(1));
        (spending(&search, &of, &found), serde_json::from_str(&spending_json(&search, &of, &found)).expect("JSON"))
    }

    /// A and B are close, B ahead on the nights that they share; C is far behind.
    fn close(arm: usize, night: u64) -> f64 {
        let rough = (night % 10) as f64;
        rough + [0.3 * (night % 3) as f64, 0.25 * (night % 4) as f64 - 0.2, 3.0 + (night % 7) as f64][arm]
    }

    #[test]
    fn spending_tells_the_most_likely_on_shared_nights_and_over_how_many_each_mean_goes() {
        let (page, json) = spent(close, 120, 600);
        let lived: Vec<u64> =
            (0..3).map(|i| json["found"]["doctrines"][i]["nights_lived"].as_u64().expect("a number")).collect();
        assert!(page.contains("Most likely best on “Deaths”: B: B, in "), "{page}");
        assert!(lived[2] == 120 && lived[1] > 120, "{lived:?}");
        assert!(page.contains(" over 120") && page.contains("120 (120 differ)"), "{page}");
        assert!(page.contains("Means over unlike numbers of nights are not to be held against each other"), "{page}");
        assert_eq!(json["found"]["doctrines"][2]["mean_over_nights"], 120);
    }

    #[test]
    fn spending_cannot_tell_below_the_floors_and_says_which_pair_and_why() {
        let (page, json) = spent(close, 20, 90);
        assert!(page.contains("Cannot tell yet which is most likely best on “Deaths”."), "{page}");
        assert!(page.contains("A and C share 20 nights; below 100, neither is held to be ahead."), "{page}");
        assert!(page.contains("--first 100 or more") && page.contains("not told"), "{page}");
        assert!(json["found"]["cannot_tell_yet"] == true && json["found"]["doctrines"][0]["chance"].is_null());
        let rare = |arm: usize, night: u64| if arm == 0 { 0.0 } else { f64::from(u8::from(night < 4)) };
        let (page, _) = spent(rare, 120, 360);
        assert!(page.contains("A and B differ in 4 of the 120 nights that they share; below 6"), "{page}");
    }
}
