//! How long do the bootstrap intervals of a study take? 35 metrics on 1,000 nights, and one or 35 on 100,000.

use criterion::{Criterion, criterion_group, criterion_main};
use slackwater::analysis::resample::Resampler;
use std::hint::black_box;

/// Counts that are mostly nought, as deaths are.
fn column(nights: usize, metric: usize) -> Vec<f64> {
    (0..nights).map(|i| if (i * 7 + metric).is_multiple_of(13) { (i % 5) as f64 } else { 0.0 }).collect()
}

fn intervals(c: &mut Criterion) {
    for (nights, metrics) in [(1_000, 35), (100_000, 1), (100_000, 35)] {
        let columns: Vec<Vec<f64>> = (0..metrics).map(|m| column(nights, m)).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        c.benchmark_group("resample").sample_size(10).bench_function(format!("{metrics} of {nights} nights"), |b| {
            b.iter(|| Resampler::new(black_box(1)).mean_intervals(&columns));
        });
    }
}

criterion_group!(benches, intervals);
criterion_main!(benches);
