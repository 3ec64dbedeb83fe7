//! What does a look-up of the sea cost? Back of the envelope: four corners at two moments are eight
//! reads and some thirty multiplications, so tens of nanoseconds; a scenario's sea is some ten million
//! multiply-adds, so tens of milliseconds.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use slackwater::draws::{Draws, NightKey};
use slackwater::environment::{NightSpread, Sea, SeaData, SeaFiles, SeaNight, WeatherKnot, WeatherSeries};
use slackwater::geo::{Chart, ChartFiles};
use slackwater::parameters::Register;
use slackwater::units::{Angle, Distance, Duration, Instant, Speed, Temperature, Tick, Vec2};

fn sea(c: &mut Criterion) {
    let data = SeaData::from_files(SeaFiles {
        stations_json: include_str!("../assets/tides/stations.json"),
        constituents_json: include_str!("../assets/tides/constituents.json"),
        depth_json: include_str!("../assets/chart/depth/dover_depth_open.json"),
        depth_i16: include_bytes!("../assets/chart/depth/dover_depth_open.i16"),
        own_depth: None,
        streams_json: include_str!("../assets/chart/streams/stream_constants.json"),
        streams_i16: include_bytes!("../assets/chart/streams/stream_constants.i16"),
        streams_mask: include_bytes!("../assets/chart/streams/stream_mask.u8"),
        climatology_csv: include_str!("../assets/weather/climatology.csv"),
    })
    .expect("the shipped data is good");
    let start = Instant::parse("2025-07-09T20:00Z").expect("a time");
    let knot = WeatherKnot {
        at: start,
        wind: Speed::knots(6.0),
        wind_from: Angle::degrees(240.0),
        wave_height: Distance::metres(0.4),
        visibility: Distance::nautical_miles(9.0),
    };
    let weather =
        WeatherSeries { knots: vec![knot], sea: Temperature::from_celsius(17.0), air: Temperature::from_celsius(16.0) };
    let weather = weather.into();
    let build = || Sea::new(&data, start, Duration::hours(24.0), &weather).expect("a good scenario");
    c.bench_function("sea of a scenario of 24 h", |b| b.iter(build));

    let spread = NightSpread {
        surge_sigma_m: 0.18,
        surge_memory: Duration::hours(12.0),
        calm_below_m: 0.6,
        calm_factor: 0.5,
        weather_sigma: 0.2,
        fixed_surge_m: None,
    };
    let night = SeaNight::new(
        Arc::new(build()),
        Draws::new(NightKey { seed: 42, night: 0 }),
        &spread,
        &Register::shipped().typed(),
    );
    // 120 craft spread over the strait, each asked once a tick.
    let craft: Vec<Vec2> = (0..120_u32)
        .map(|i| Vec2::new(f64::from(i * 7919 % 80_000) - 40_000.0, f64::from(i * 10_473 % 80_000) - 40_000.0))
        .collect();
    let mut tick = 0;
    c.bench_function("stream for 120 craft", |b| {
        b.iter(|| {
            tick = (tick + 1) % 8640;
            craft.iter().fold(Vec2::ZERO, |sum, &p| sum + night.stream_at(black_box(p), Tick(tick)))
        });
    });
    c.bench_function("depth for 120 craft", |b| {
        b.iter(|| {
            tick = (tick + 1) % 8640;
            craft.iter().map(|&p| night.depth_at(black_box(p), Tick(tick))).sum::<f64>()
        });
    });
    let chart = Chart::load(&ChartFiles::shipped()).expect("the shipped chart");
    // Off the beach at Gravelines and up to 15 km out: near the shore it is dearest.
    let off: Vec<Vec2> =
        (0..120_u32).map(|k| Vec2::new(18_000.0 + 40.0 * f64::from(k), 1500.0 + 120.0 * f64::from(k))).collect();
    c.bench_function("exact distance to the shore for 120 craft", |b| {
        b.iter(|| off.iter().map(|&p| chart.shore_distance_m(black_box(p))).sum::<f64>());
    });
}

criterion_group!(benches, sea);
criterion_main!(benches);
