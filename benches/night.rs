//! What does a night of the flagship cost, in time? One tick, one night, a pair; nights per second is the inverse.
//!
//! Machines are noisy: compare figures of one run with each other, and hold budgets by instruction count
//! (`benches/instructions.sh`). Back of the envelope: 8,640 ticks of 15 boats and 27 units, some 12 ns for
//! each move, are 4 ms; sensing and deciding once a minute come on top (`docs/speed.md`).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use slackwater::cli::library::Library;
use slackwater::draws::NightKey;
use slackwater::ensemble::pair::pair;
use slackwater::sim::Simulation;
use std::hint::black_box;
use std::path::PathBuf;

/// A tick in the busy hours: 03:20 UTC, when boats load and cross and units are out.
const BUSY_TICK: u32 = 2640;

fn night(c: &mut Criterion) {
    let library = Library::open(Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")))).expect("the assets are good");
    let scenario = library.scenario("gravelines_dawn").expect("it is shipped").value;
    let doctrine = |name| library.doctrine_to_run(name).expect("it is shipped").0;
    let (a, b) = (doctrine("imminent_danger_only"), doctrine("taxi_boat_interception"));
    let setting = library.setting(scenario.clone()).expect("it can be laid out");
    let key = |night| NightKey { seed: 42, night };

    c.bench_function("lay out the flagship", |bencher| {
        bencher.iter(|| library.setting(black_box(scenario.clone())).expect("it can be laid out"));
    });
    c.bench_function("begin a night", |bencher| bencher.iter(|| Simulation::new(&setting, &a, key(0))));

    let mut group = c.benchmark_group("flagship");
    group.sample_size(20);
    // Six ticks are a minute: what runs once a minute is in it once.
    group.throughput(Throughput::Elements(6));
    let mut sim = Simulation::new(&setting, &a, key(0));
    group.bench_function("a minute of ticks in the busy hours", |bencher| {
        bencher.iter(|| {
            if sim.tick().0 < BUSY_TICK || sim.tick().0 > 2 * BUSY_TICK {
                sim = Simulation::new(&setting, &a, key(0));
                while sim.tick().0 < BUSY_TICK {
                    sim.step().expect("people add up");
                }
            }
            for _ in 0..6 {
                sim.step().expect("people add up");
            }
        });
    });
    group.throughput(Throughput::Elements(1));
    let mut number = 0;
    group.bench_function("one night", |bencher| {
        bencher.iter(|| {
            number += 1;
            let mut sim = Simulation::new(&setting, &a, key(number % 100));
            sim.run().expect("people add up");
            sim.take_events().len()
        });
    });
    group.bench_function("a pair", |bencher| {
        bencher.iter(|| {
            number += 1;
            pair(&setting, [&a, &b], key(number % 100)).expect("people add up")
        });
    });
    group.finish();
}

criterion_group!(benches, night);
criterion_main!(benches);
