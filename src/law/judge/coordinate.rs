//! R2: were calls acted on, phases raised with the signs, and cases closed only when their boat was known to be safe?
//!
//! That two boats were taken for one, and one of them closed with the other, shows in review only; what is judged is that
//! nothing told them apart when it was decided (the pattern of 24 November 2021).

use super::{Case, Court};
use crate::agents::Side;
use crate::agents::calling::Phase;
use crate::doctrine::Contact;
use crate::events::{BoatId, What};
use crate::law::finding::{Band, Finding};
use crate::law::known::signs;
use crate::law::rules::Coordinate;
use std::collections::BTreeSet;

pub(super) fn judge(court: &Court<'_>, t: &Coordinate) -> Vec<Finding> {
    // Contacts of which it has been said already that their phase was not raised.
    let mut said: BTreeSet<(Side, u32)> = BTreeSet::new();
    let mut all = Vec::new();
    for (i, e) in court.events.iter().enumerate() {
        let case = |side: Side, boat: BoatId, contact| Case { side, unit: None, boat: Some(boat), contact };
        match &e.what {
            What::CallNotActedOn { boat, side } => {
                let facts = vec!["a call for help reached the centre and was not acted on".to_owned()];
                all.push(court.find(i, case(*side, *boat, None), t.call_not_acted_on, facts, &[]));
            }
            What::PhaseDeclared { boat, side, contact, phase } if *phase >= t.raised_to => {
                let facts = vec![format!("the {} was declared", phase.title())];
                all.push(court.find(i, case(*side, *boat, Some(*contact)), Band::Green, facts, &[]));
            }
            What::LeftUnhelped { boat, side, contact, known, .. } => {
                all.extend(not_raised(court, t, i, case(*side, *boat, Some(*contact)), known, &mut said));
            }
            What::OrderGiven { boat, contact, why, .. } => {
                let p = &why.picture;
                let case = case(p.unit.side, *boat, Some(*contact));
                all.extend(not_raised(court, t, i, case, &p.contact, &mut said));
            }
            What::ReportMerged { boat, side, contact, .. } => {
                let facts = vec![
                    format!("a report was taken for one on contact {contact}"),
                    "name, number and position were not matched (known in review)".to_owned(),
                ];
                all.push(court.find(i, case(*side, *boat, Some(*contact)), t.merged, facts, &[]));
            }
            What::CaseClosedWrongly { boat, side, contact } => {
                let facts = vec![
                    format!("contact {contact} was closed as found for two boats"),
                    "this one had not been found: nothing had matched its name, number or position (known in review)"
                        .to_owned(),
                ];
                all.push(court.find(i, case(*side, *boat, Some(*contact)), t.closed_wrongly, facts, &[]));
            }
            _ => {}
        }
    }
    all
}

/// Signs of danger were known, and the phase was below what they ask for: told once for each contact.
fn not_raised(
    court: &Court<'_>,
    t: &Coordinate,
    event: usize,
    case: Case,
    known: &Contact,
    said: &mut BTreeSet<(Side, u32)>,
) -> Option<Finding> {
    let signs = signs(known, Phase::Distress);
    if signs.is_empty() || known.phase >= t.raised_to || !said.insert((case.side, known.number)) {
        return None;
    }
    let mut facts = signs;
    facts.push(format!("the case was in {}", known.phase.title()));
    Some(court.find(event, case, t.not_raised, facts, &[]))
}
