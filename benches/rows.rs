//! Does writing results cost less than a twentieth of living them? A row of the flagship study, as text and into a file,
//! against one night.
//!
//! A row holds a pair of nights, and is held against one. It goes to the system as it comes, without a buffer, so that a run
//! ended by force loses no row that was written (`cli/study/file.rs`); nothing is forced onto the disk. The share is asserted,
//! not only shown: it fails above five in a hundred.

use criterion::{Criterion, criterion_group, criterion_main};
use slackwater::cli::library::Library;
use slackwater::draws::NightKey;
use slackwater::ensemble::pair::pair;
use slackwater::ensemble::study::{Job, Row};
use slackwater::sim::Simulation;
use std::fs::{File, OpenOptions};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Nights whose rows are written, and nights lived for the share.
const NIGHTS: u64 = 20;

/// Rows written for the share.
const ROWS: usize = 20_000;

/// Most that writing may take of a night.
const MOST: f64 = 0.05;

fn begun(path: &Path) -> File {
    OpenOptions::new().append(true).create(true).open(path).expect("the folder of the build can be written to")
}

fn rows(c: &mut Criterion) {
    let library = Library::open(Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")))).expect("the assets are good");
    let scenario = library.scenario("gravelines_dawn").expect("it is shipped").value;
    let doctrine = |name| library.doctrine_to_run(name).expect("it is shipped").0;
    let (a, b) = (doctrine("imminent_danger_only"), doctrine("taxi_boat_interception"));
    let setting = library.setting(scenario).expect("it can be laid out");
    let key = |night| NightKey { seed: 42, night };

    let lived: Vec<Row> = (0..NIGHTS)
        .map(|night| {
            let values = pair(&setting, [&a, &b], key(night)).expect("people add up").concat();
            Row { job: Job { cell: 0, night }, outcome: Ok(values) }
        })
        .collect();
    let columns = lived[0].outcome.as_ref().map_or(0, Vec::len);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rows.bench.csv");
    let mut file = begun(&path);
    let mut next = lived.iter().cycle();
    let mut row = || next.next().expect("there are rows");

    let mut group = c.benchmark_group("rows");
    group.bench_function(format!("{columns} numbers as text"), |bencher| {
        bencher.iter(|| black_box(row()).text(columns).len());
    });
    group.bench_function("as text and into the file", |bencher| {
        bencher.iter(|| file.write_all(row().text(columns).as_bytes()).expect("there is room"));
    });
    group.sample_size(20).bench_function("one night", |bencher| {
        let mut night = 0;
        bencher.iter(|| {
            night += 1;
            let mut sim = Simulation::new(&setting, &a, key(night % NIGHTS));
            sim.run().expect("people add up");
            sim.take_events().len()
        });
    });
    group.finish();

    // The share, from the same minute of the same machine.
    file.set_len(0).expect("the file is ours");
    let start = Instant::now();
    for _ in 0..ROWS {
        file.write_all(row().text(columns).as_bytes()).expect("there is room");
    }
    let writing = start.elapsed().as_secs_f64() / ROWS as f64;
    let start = Instant::now();
    for night in 0..NIGHTS {
        let mut sim = Simulation::new(&setting, &a, key(night));
        sim.run().expect("people add up");
        black_box(sim.take_events().len());
    }
    let living = start.elapsed().as_secs_f64() / NIGHTS as f64;
    let share = writing / living;
    println!(
        "a row takes {:.1} µs, a night {:.1} ms: {:.3} % (at most {:.0} %)",
        1e6 * writing,
        1e3 * living,
        100.0 * share,
        100.0 * MOST
    );
    std::fs::remove_file(&path).expect("the file is ours");
    assert!(share <= MOST, "writing a row takes {:.1} % of a night", 100.0 * share);
}

criterion_group!(benches, rows);
criterion_main!(benches);
