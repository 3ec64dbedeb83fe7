//! What are a cell's own numbers: its parameters and its doctrines?
//!
//! A draw takes one value for each doubtful parameter, keyed by the study's seed and the number of the draw: neither
//! the nights nor the other draws have a part in it, so that more draws are the same draws and some. An axis has the
//! last word over a draw, and both over the scenario.
//!
//! Left out: laying out the sea, and reading files.

use super::{Axis, Cell, Study, Target};
use crate::doctrine::Doctrine;
use crate::draws::{Draws, NightKey};
use crate::parameters::{Number, Override, Register};

/// Where the numbers of draws begin among the nights of the seed, far beyond any night that is lived: a draw shares
/// no luck with a night.
const DRAWS_FROM: u64 = 1 << 40;

/// An input of a design: parameters that are drawn together, named by the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Counter of its draws.
    pub luck: u32,
}

/// The inputs that these parameters make: those that the register draws together are one.
#[must_use]
pub fn inputs(of: &[String], register: &Register) -> Vec<Input> {
    let mut out: Vec<Input> = Vec::new();
    for e in of.iter().filter_map(|id| register.get(id)) {
        if out.iter().all(|i| i.luck != e.luck()) {
            out.push(Input { name: e.id.clone(), luck: e.luck() });
        }
    }
    out
}

/// The value of each parameter in each draw: `(id, values)`, a value for each draw. `points` are those of the study's
/// design, a number between 0 and 1 for each input; none for random draws.
///
/// # Errors
/// Names that are not in the register; points that do not fit.
pub fn drawn(
    study: &Study,
    register: &Register,
    points: Option<&[Vec<f64>]>,
) -> Result<Vec<(String, Vec<f64>)>, Vec<String>> {
    let Some(plan) = &study.draws else { return Ok(Vec::new()) };
    let overrides = register.uncertain(plan.of.iter().map(String::as_str))?;
    let base = register.values();
    let members: Vec<_> = if let Some(points) = points {
        let inputs = inputs(&plan.of, register);
        if points.len() != plan.number as usize || points.iter().any(|p| p.len() != inputs.len()) {
            return Err(vec![format!("the design has {} points; expected {}", points.len(), plan.number)]);
        }
        let share =
            |point: &[f64], o: &Override| inputs.iter().position(|i| i.luck == o.luck).map_or(0.5, |i| point[i]);
        points.iter().map(|point| base.at_quantiles(&overrides, |o| share(point, o))).collect()
    } else {
        (0..u64::from(plan.number))
            .map(|d| base.drawn(&overrides, Draws::new(NightKey { seed: study.seed, night: DRAWS_FROM + d })))
            .collect()
    };
    let values = |id: &str| members.iter().filter_map(|p| p.get(id)).collect();
    Ok(overrides.iter().map(|o| (o.id.clone(), values(&o.id))).collect())
}

/// The parameters that a cell sets, with `drawn` as above; each id once. A draw that would break a rule that numbers
/// keep together, with what the scenario and the axes say, stops at it.
///
/// # Errors
/// A sentence for each that is out of bounds, and for each rule that the scenario and the axes break between them.
pub fn overrides(
    study: &Study,
    cell: &Cell,
    drawn: &[(String, Vec<f64>)],
    scenario: &[Override],
    register: &Register,
) -> Result<Vec<Override>, Vec<String>> {
    let mut set: Vec<(String, f64)> = Vec::new();
    if let Some(draw) = cell.draw {
        set.extend(drawn.iter().filter_map(|(id, v)| Some((id.clone(), *v.get(draw as usize)?))));
    }
    for (axis, value) in at(study, cell) {
        let of_register = |id: &String| register.get(id).map_or(0.0, |e| e.value);
        let given: Vec<(String, f64)> = match &axis.target {
            Target::Parameters(ids) => ids.iter().map(|id| (id.clone(), value)).collect(),
            Target::Factor(ids) => ids.iter().map(|id| (id.clone(), value * of_register(id))).collect(),
            Target::Doctrine(_) | Target::Commitment => Vec::new(),
        };
        set.retain(|(id, _)| given.iter().all(|(g, _)| g != id));
        set.extend(given);
    }
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    for (id, value) in set {
        match register.overriding(&id, Number::Fixed(value)) {
            Ok(o) => out.push(o),
            Err(problem) => problems.push(problem),
        }
    }
    let mut laid = scenario.to_vec();
    lay_over(&mut laid, out.clone());
    let mut values = register.values();
    for o in &laid {
        values.set(&o.id, o.number.central());
    }
    let on_axis = |id: &str| {
        study
            .axes
            .iter()
            .any(|a| matches!(&a.target, Target::Parameters(ids) | Target::Factor(ids) if ids.iter().any(|i| i == id)))
    };
    let is_drawn = |id: &str| cell.draw.is_some() && drawn.iter().any(|(d, _)| d == id) && !on_axis(id);
    values.hold(is_drawn);
    for o in out.iter_mut().filter(|o| is_drawn(&o.id)) {
        o.number = values.get(&o.id).map_or(o.number, Number::Fixed);
    }
    problems.extend(values.problems());
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// Lays a cell's overrides over those of its scenario.
pub fn lay_over(scenario: &mut Vec<Override>, cell: Vec<Override>) {
    scenario.retain(|s| cell.iter().all(|c| c.id != s.id));
    scenario.extend(cell);
}

/// Named numbers that a cell sets in doctrines.
pub fn doctrine_numbers(study: &Study, cell: &Cell) -> Vec<(String, f64)> {
    at(study, cell)
        .filter_map(|(axis, value)| match &axis.target {
            Target::Doctrine(id) => Some((id.clone(), value)),
            _ => None,
        })
        .collect()
}

/// Sets a doctrine's commitment to what the cell says, if the cell says something and the doctrine has a chain of authority.
pub fn set_commitment(study: &Study, cell: &Cell, doctrine: &mut Doctrine) {
    for (axis, value) in at(study, cell) {
        if axis.target == Target::Commitment
            && let Some(authority) = &mut doctrine.authority
        {
            authority.commitment = crate::doctrine::commitment::Commitment::stated(value);
        }
    }
}

/// The axes with the cell's value on each.
fn at<'a>(study: &'a Study, cell: &'a Cell) -> impl Iterator<Item = (&'a Axis, f64)> {
    study.axes.iter().zip(&cell.point).map(|(axis, i)| (axis, axis.values[*i]))
}

#[cfg(test)]
mod tests {
    use super::super::{Design, DrawPlan, example};
    use super::*;

    fn harm() -> Axis {
        Axis {
            id: "harm".into(),
            title: "Harm".into(),
            target: Target::Factor(vec!["engine.failure_per_h".into()]),
            values: vec![0.5, 2.0],
            labels: Vec::new(),
            note: "n".into(),
        }
    }

    #[test]
    fn more_draws_are_the_same_draws_and_some() {
        let register = Register::shipped();
        let all: Vec<String> = register.entries().iter().map(|e| e.id.clone()).collect();
        let with = |number| {
            let draws = Some(DrawPlan { number, of: all.clone(), design: Design::Random });
            drawn(&Study { draws, ..example::study() }, &register, None).unwrap()
        };
        let (few, many) = (with(3), with(5));
        assert!(few.len() > 100);
        for ((id, few), (again, many)) in few.iter().zip(&many) {
            assert_eq!((id, few.as_slice()), (again, &many[..3]));
        }
        assert!(many.iter().filter(|(_, v)| v[0].to_bits() != v[1].to_bits()).count() > 100);
    }

    #[test]
    fn an_axis_has_the_last_word() {
        let register = Register::shipped();
        let of = vec!["engine.failure_per_h".into(), "crush.coefficient".into()];
        let draws = DrawPlan { number: 2, of, design: Design::Random };
        let study = Study { draws: Some(draws), axes: vec![harm()], ..example::study() };
        let values = drawn(&study, &register, None).unwrap();
        let cell = study.cell(3);
        assert_eq!((cell.point.as_slice(), cell.draw), (&[1][..], Some(1)));
        let set = overrides(&study, &cell, &values, &[], &register).unwrap();
        let value = |id: &str| set.iter().find(|o| o.id == id).unwrap().number.central();
        let own = register.get("engine.failure_per_h").unwrap().value;
        assert!((value("engine.failure_per_h") - 2.0 * own).abs() < 1e-12);
        assert!((value("crush.coefficient") - values[1].1[1]).abs() < 1e-12);
        let mut scenario = vec![register.overriding("crush.coefficient", Number::Fixed(0.001)).unwrap()];
        lay_over(&mut scenario, set);
        assert_eq!(scenario.len(), 2);
    }

    #[test]
    fn rules_between_numbers_hold_across_scenario_axes_and_draws() {
        let register = Register::shipped();
        let least =
            |x| Axis { target: Target::Parameters(vec!["fuel.tank_low_l".into()]), values: vec![x, 20.0], ..harm() };
        let of = vec!["call.network_share".to_owned()];
        let draws = Some(DrawPlan { number: 40, of, design: Design::Random });
        let study = Study { draws, axes: vec![least(168.0)], ..example::study() };
        let values = drawn(&study, &register, None).unwrap();
        let crossed = overrides(&study, &study.cell(0), &values, &[], &register).unwrap_err();
        assert!(crossed[0].starts_with("`fuel.tank_low_l` (168) is above"), "{crossed:?}");
        let study = Study { axes: vec![least(30.0)], ..study };
        let scenario = [register.overriding("call.shared_share", Number::Fixed(0.65)).unwrap()];
        for number in 0..40 {
            let set = overrides(&study, &study.cell(number), &values, &scenario, &register).unwrap();
            let network = set.iter().find(|o| o.id == "call.network_share").unwrap().number.central();
            assert!((network - values[0].1[number].min(0.35)).abs() < 1e-9, "draw {number}: {network}");
        }
    }

    #[test]
    fn a_design_sets_each_input_to_its_share_and_what_is_drawn_together_is_one() {
        let register = Register::shipped();
        let of: Vec<String> =
            ["intercept.fall_intercept", "intercept.mass_intercept", "crush.coefficient"].map(str::to_owned).to_vec();
        assert_eq!(inputs(&of, &register).len(), 2);
        let draws = Some(DrawPlan { number: 2, of, design: Design::Morris(1) });
        let study = Study { draws, ..example::study() };
        let values = drawn(&study, &register, Some(&[vec![0.5, 0.1], vec![0.9, 0.1]])).unwrap();
        let of = |id: &str| &values.iter().find(|(i, _)| i == id).unwrap().1;
        assert!((of("intercept.mass_intercept")[0] + 8.2).abs() < 1e-6);
        assert!((of("intercept.mass_intercept")[1] - of("intercept.mass_intercept")[0] - 1.2816).abs() < 1e-3);
        assert!((of("intercept.fall_intercept")[1] - of("intercept.fall_intercept")[0] - 1.2816).abs() < 1e-3);
        assert_eq!(of("crush.coefficient")[0].to_bits(), of("crush.coefficient")[1].to_bits());
        assert!(drawn(&study, &register, Some(&[vec![0.5, 0.1]])).is_err());
    }
}
