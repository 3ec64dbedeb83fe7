//! R5: was the manoeuvre that was ordered within what this reading takes for proportionate?
//!
//! And were intermediate-force weapons ordered ashore against people who leave? Force has to be necessary and proportionate
//! there too (Code de la sécurité intérieure, articles L211-9 and L435-1). A reading gives such an order one band: no text at
//! hand says from which facts on it would be proportionate. The order is judged, as others are, and not its luck.

use super::{Court, grounds};
use crate::law::finding::{Band, Finding};
use crate::law::rules::Force;

pub(super) fn judge(court: &Court<'_>, t: &Force) -> Vec<Finding> {
    let finding = |o: super::ForceOrder| {
        let against = t.against(o.level, &o.known);
        let band = if against.is_empty() { Band::Green } else { t.beyond };
        let mut facts = vec![format!("a manoeuvre of level {}", o.level)];
        facts.extend(if against.is_empty() { o.known.words() } else { against });
        court.find(o.event, o.case, band, facts, &grounds(&o.known))
    };
    let mut all: Vec<Finding> = court.force_orders().map(finding).collect();
    if let Some(band) = t.weapons_ashore {
        all.extend(court.weapons_orders().map(|o| court.find(o.event, o.case, band, o.facts(), &grounds(&o.known))));
    }
    all
}
