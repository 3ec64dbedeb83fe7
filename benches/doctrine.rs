//! What do rules cost? Back of the envelope: 40 rules of five comparisons each, most of which fail at the first or second,
//! are some 80 comparisons of a nanosecond or two: a tenth of a microsecond for each contact and unit, so that a force of 30
//! units and 100 contacts would be gone through in a third of a millisecond. Measured it is 1.7 ms (docs/speed.md), 0.6 µs for
//! each contact and unit: the estimate leaves out what jumps and looks into the picture cost. The rules as written, a tree,
//! stand beside for scale.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use slackwater::agents::Side;
use slackwater::doctrine::{ContactLook, Narrowed, Picture, RuleBook, decide_by, load};
use slackwater::units::{Distance, Duration};

/// Forty rules of the kind that people write, as a file.
fn forty_rules() -> String {
    let rules: Vec<String> = (0..40)
        .map(|i| {
            let (order, when) = match i % 5 {
                0 => ("Rescue", format!("All([ImminentDanger, UnitWithin(min: {i}), WavesBelow(m: 0.{})])", i % 9)),
                1 => ("Intercept", format!("All([UnitOf(France), UnitIntercepts, Looks(TaxiBoat), AboardAtMost(best: {i}, upper95: {}), Not(Boarding), ShoreWithin(m: {}), WavesBelow(m: 0.5)])", 2 * i, 100 * i)),
                2 => ("OfferAssistance", format!("All([RegionOf(UnitedKingdom), Any([Looks(Loaded), AboardAtLeast(best: {i})]), WindBelow(kn: {i}), RoomForAll])")),
                3 => ("Shadow", format!("AtLeast(count: 3, of: [Daylight, Looks(Loaded), UnitWithin(min: {i}), RescueStandbyWithin(min: {i}), WavesBelow(m: 0.{})])", i % 9)),
                _ => ("Hail", format!("All([Not(Asked), KnownFor(min: {i}), Not(PeopleInWater), FreePlacesAtLeast(count: {}), PhaseAtLeast(Alert)])", 10 * i)),
            };
            format!("( id: \"rule-{i}\", when: {when}, order: {order}, cite: \"a benchmark\" ),")
        })
        .collect();
    format!(
        "( format: 1, title: \"Forty\", description: \"A benchmark.\", danger: Any([DistressDeclared, EngineDeadFor(min: 20), WaterAboard, FreeboardBelow(m: 0.1), PeopleInWater]), rules: [{}] )",
        rules.join("\n")
    )
}

/// A hundred contacts as thirty units see them.
fn pictures() -> Vec<Picture> {
    (0..3000_u32)
        .map(|k| {
            let (contact, unit) = (k / 30, k % 30);
            let mut p = Picture::quiet();
            p.contact.look = ContactLook::ALL[(contact % 3) as usize];
            p.contact.aboard_best = f64::from(contact % 70);
            p.contact.aboard_upper95 = 1.6 * p.contact.aboard_best;
            p.contact.people_in_water = contact.is_multiple_of(17);
            p.contact.engine_dead_for = contact.is_multiple_of(7).then(|| Duration::minutes(f64::from(contact)));
            p.sea.to_shore = Distance::metres(f64::from(contact * 150));
            p.sea.wave_height_m = 0.1 * f64::from(contact % 9);
            p.unit.index = unit;
            p.unit.side = Side::ALL[(unit % 2) as usize];
            p.unit.eta = Duration::minutes(f64::from(3 * unit));
            p.unit.free_places = 5 * unit;
            p
        })
        .collect()
}

fn rules(c: &mut Criterion) {
    let text = forty_rules();
    let loaded = load::load("forty.doctrine.ron", &text, &|_| None).expect("a good file");
    let doctrine = loaded.value.doctrine;
    let book = RuleBook::new(&doctrine, (0..30).map(|i| (Side::ALL[i % 2], None, "unit")));
    let list: Vec<usize> = (0..doctrine.common).collect();
    let pictures = pictures();
    c.bench_function("40 rules, 100 contacts, 30 units: flat", |b| {
        b.iter(|| pictures.iter().map(|p| black_box(book.decide(p)).order as usize).sum::<usize>());
    });
    let mut narrowed = Narrowed::default();
    c.bench_function("40 rules, 100 contacts, 30 units: once for each contact and side what hangs on no unit", |b| {
        b.iter(|| {
            let mut sum = 0;
            for of_contact in pictures.chunks(30) {
                for side in Side::ALL {
                    narrowed.begin();
                    for p in of_contact.iter().filter(|p| p.unit.side == side) {
                        sum += black_box(book.decide_with(&mut narrowed, p)).order as usize;
                    }
                }
            }
            sum
        });
    });
    c.bench_function("40 rules, 100 contacts, 30 units: as written", |b| {
        b.iter(|| pictures.iter().map(|p| black_box(decide_by(&doctrine, &list, p)).order as usize).sum::<usize>());
    });
}

criterion_group!(benches, rules);
criterion_main!(benches);
