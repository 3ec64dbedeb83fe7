//! Which numbers of the model does the user set, or let be drawn, for this run?
//!
//! `--set ID=VALUE` takes what a scenario's `overrides` take: a number, or a distribution in the same words.
//! `--draw` lets numbers be drawn each night from what the register says they could be, so that a result
//! carries the doubt about them. What a scenario states itself stands before `--draw all`, and `--set`
//! stands before both. All is written into the command that repeats the run, and into the manifest.
//!
//! Left out: numbers of a scenario that are no parameters; these are a line in its file.

use super::library::{Library, Trouble};
use crate::agents::numbers::parts;
use crate::draws::Draws;
use crate::parameters::{ALL, Number, Override, Register};
use crate::reading::{Kind, Node, Place, Report, parse};
use crate::scenario::{Scenario, fleet_numbers};
use crate::units::maths;

/// Up to how many numbers that are drawn among others are told by name.
const FEW: usize = 12;

/// Options that set or draw numbers of the register.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct NumberArguments {
    /// Set a parameter: a number, or a distribution such as 'LogNormal(median: 0.002, sigma: 0.7)' that is
    /// drawn each night; may be given again
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
    /// Draw these parameters each night, the same for both doctrines, from what the register says they could
    /// be: ids with commas; patterns with `*` for a part (`craft.vcsm.*`, `sensor.*.reference_range_nm`); `all`
    /// (the model's own numbers and those of sensors; those of craft are drawn when named)
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub draw: Vec<String>,
}

impl NumberArguments {
    /// Sets and draws in a scenario what was asked for, and says so, a line each.
    ///
    /// # Errors
    /// All that is unknown, out of bounds or said twice.
    pub fn apply(&self, library: &Library, scenario: &mut Scenario) -> Result<Vec<String>, Trouble> {
        let register = &library.register;
        let mut problems = Vec::new();
        let mut set: Vec<Override> = Vec::new();
        for text in &self.set {
            match read_setting(text, register) {
                Ok(o) if set.iter().any(|s| s.id == o.id) => problems.push(format!("--set {}: is set twice", o.id)),
                Ok(o) => set.push(o),
                Err(found) => problems.extend(found),
            }
        }
        // What is meant by its own name is drawn whatever the scenario states; what is meant among others is not.
        let among_others = |name: &&String| *name == ALL || name.contains('*');
        let mut ids: Vec<&str> = Vec::new();
        for name in self.draw.iter().filter(|n| !among_others(n)) {
            if set.iter().any(|s| s.id == *name) {
                problems.push(format!("--draw {name}: is set by --set too; leave one of them out"));
            }
            if register.uncertain([name.as_str()]).is_ok_and(|drawn| drawn.is_empty()) {
                problems.push(format!("--draw {name}: is known exactly in the register: there is nothing to draw"));
            }
            if !ids.contains(&name.as_str()) {
                ids.push(name);
            }
        }
        let everything = self.draw.iter().any(|n| among_others(&n));
        let stated = |id: &str| set.iter().chain(&scenario.overrides).any(|o| o.id == id);
        // A pattern means what these nights read.
        let fleet = fleet_numbers::Named::by(scenario);
        let is_read = |id: &str| fleet_numbers::unread(id, fleet.as_ref()).is_none();
        for name in self.draw.iter().filter(among_others) {
            match register.named(name) {
                Ok(meant) => {
                    for id in meant.iter().map(|e| e.id.as_str()).filter(|id| !stated(id) && is_read(id)) {
                        if !ids.contains(&id) {
                            ids.push(id);
                        }
                    }
                }
                Err(problem) => problems.push(format!("--draw: {problem}")),
            }
        }
        let drawn = register.uncertain(ids).unwrap_or_else(|found| {
            problems.extend(found.into_iter().map(|p| format!("--draw: {p}")));
            Vec::new()
        });
        let mut notes = Vec::new();
        // What the scenario sets is as much of the result as what the command line does.
        let replaced = |id: &str| set.iter().chain(&drawn).any(|o| o.id == id);
        for o in scenario.overrides.iter().filter(|o| !replaced(&o.id)) {
            let e = register.entry(&o.id).map_err(Trouble::one)?;
            let how = if matches!(o.number, Number::Drawn(_)) { "draws each night from" } else { "sets to" };
            notes.push(format!(
                "{}: the scenario or its fleet {how} {} (register: {}, {})",
                o.id, o.number, e.value, e.unit
            ));
        }
        for o in &set {
            let e = register.entry(&o.id).map_err(Trouble::one)?;
            let how = if matches!(o.number, Number::Drawn(_)) { "drawn each night from" } else { "set to" };
            notes.push(format!("{} {how} {} (register: {}, {})", o.id, o.number, e.value, e.unit));
        }
        if !drawn.is_empty() {
            let ids: Vec<&str> = drawn.iter().map(|o| o.id.as_str()).collect();
            notes.push(if everything && ids.len() > FEW {
                format!("{} parameters drawn each night from their ranges in the register", ids.len())
            } else {
                format!("drawn each night from the range in the register: {}", ids.join(", "))
            });
        }
        if !drawn.is_empty() || set.iter().any(|o| matches!(o.number, Number::Drawn(_))) {
            notes.push(
                "with numbers drawn each night every 95 % interval is over luck and doubt together; `draws` in a study tells the two apart"
                    .to_owned(),
            );
        }
        notes.extend(set.iter().chain(&drawn).filter_map(|o| fleet_numbers::unread(&o.id, fleet.as_ref())));
        for o in drawn.into_iter().chain(set) {
            scenario.overrides.retain(|known| known.id != o.id);
            scenario.overrides.push(o);
        }
        if problems.is_empty()
            && let Err(found) = register.with_overrides(&scenario.overrides)
        {
            problems.extend(found);
        }
        if problems.is_empty() { Ok(notes) } else { Err(Trouble(problems)) }
    }

    /// The options again, as one would type them: with a space before each.
    #[must_use]
    pub fn typed_again(&self) -> String {
        let mut out = String::new();
        for text in &self.set {
            let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "._=+-".contains(c));
            out += &if plain { format!(" --set {text}") } else { format!(" --set '{text}'") };
        }
        if !self.draw.is_empty() {
            let names = self.draw.join(",");
            // A shell would take a pattern for names of files.
            out += &if names.contains('*') { format!(" --draw '{names}'") } else { format!(" --draw {names}") };
        }
        out
    }
}

/// What the numbers that this scenario lets be drawn are on the night of this luck, a line each; nothing if none is drawn.
pub fn drawn_tonight(register: &Register, scenario: &Scenario, luck: Draws) -> Result<String, Trouble> {
    let drawn: Vec<&Override> = scenario.overrides.iter().filter(|o| o.number.drawn().is_some()).collect();
    if drawn.is_empty() {
        return Ok(String::new());
    }
    let tonight =
        register.with_overrides(&scenario.overrides).map_err(Trouble)?.values().drawn(&scenario.overrides, luck);
    let width = drawn.iter().map(|o| o.id.len()).max().unwrap_or(0);
    let mut text = String::from("Drawn for this night\n");
    for o in drawn {
        let e = register.entry(&o.id).map_err(Trouble::one)?;
        let x = tonight.get(&o.id).unwrap_or(e.value);
        // Counts of classes are rounded when they are drawn.
        let count = parts(&e.id).is_some() && e.unit == "1";
        let shown = if count { maths::round(x).to_string() } else { significant(x) };
        let unit = if matches!(e.unit.as_str(), "1" | "-") { String::new() } else { format!(" {}", e.unit) };
        text += &format!("{:<width$}  {shown}{unit} (register: {})\n", o.id, e.value);
    }
    text.push('\n');
    Ok(text)
}

/// Four digits that count, written as plainly as they can be.
fn significant(x: f64) -> String {
    format!("{x:.3e}").parse::<f64>().map_or_else(|_| x.to_string(), |x| x.to_string())
}

fn read_setting(text: &str, register: &Register) -> Result<Override, Vec<String>> {
    let Some((id, value)) = text.split_once('=') else {
        return Err(vec![format!("--set {text}: expected ID=VALUE, like engine.failure_per_h=0.04")]);
    };
    if value.trim().is_empty() {
        return Err(vec![format!("--set {text}: there is nothing after `=`; expected a number or a distribution")]);
    }
    let key = Node { kind: Kind::Text(id.trim().to_owned()), place: Place::START };
    let mut report = Report::new("--set");
    let found = parse(value, &mut report).and_then(|node| register.read_override(&key, &node, &mut report));
    // A place within a word of the command line helps nobody.
    report.finish(found).map(|c| c.value).map_err(|problems| {
        let said = |p: &crate::reading::Problem| format!("--set {text}: {}", p.message);
        problems.iter().map(said).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_a_number_or_a_distribution_and_what_is_wrong_is_told() {
        let register = Register::shipped();
        let read = |text: &str| read_setting(text, &register);
        assert_eq!(read("engine.failure_per_h=0.04").unwrap().number, Number::Fixed(0.04));
        assert!(read("crush.coefficient=LogNormal(median: 0.002, sigma: 0.7)").unwrap().number.drawn().is_some());
        for (text, part) in [
            ("engine.failure_per_h", "expected ID=VALUE"),
            ("engine.failure=1", "there is no parameter `engine.failure`; did you mean `engine.failure_per_h`?"),
            ("engine.failure_per_h=9", "expected 0 to 2 (1/h)"),
            ("engine.failure_per_h=Normal(mean: 2, sd: 1)", "bounds are 0 to 2 (1/h)"),
            ("engine.failure_per_h=lots", "there is no distribution `lots`"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.len() == 1 && said[0].contains(part), "{text}: {said:?}");
        }
    }

    #[test]
    fn options_are_typed_again_so_that_a_shell_takes_them() {
        let numbers = NumberArguments {
            set: vec!["boat.beam_m=2".into(), "crush.coefficient=Range(p05: 0.001, p95: 0.004)".into()],
            draw: vec!["a.b".into(), "c.d".into()],
        };
        assert_eq!(
            numbers.typed_again(),
            " --set boat.beam_m=2 --set 'crush.coefficient=Range(p05: 0.001, p95: 0.004)' --draw a.b,c.d"
        );
    }
}
