//! How far has a run come, and what has it shown so far? One line on standard error, when a person is watching.
//!
//! Nights done and asked for, the time left, and the mean difference on the metric that decides with the half-width of its 95 %
//! interval, for the second doctrine against the first in the cell whose night came last. That is a look at unfinished work:
//! whoever stops a run because they like what they see favours chance, so the line says "so far" and names no side.
//!
//! Left out: studies with draws and sorted nights, where a plain mean over the nights of a cell would mislead; and standard
//! errors that are no terminal, which stay silent.

use crate::analysis::comparison::noun;
use crate::analysis::moments::{Stream, student_t_two_sided};
use crate::analysis::verdict::DIFFERING_FLOOR;
use crate::ensemble::Progress;
use crate::ensemble::study::{Header, Row};
use crate::metrics::MetricInfo;
use crate::units::format::{fixed, signed};
use crate::units::maths;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Milliseconds between two texts.
const BETWEEN: u64 = 200;

/// Letters of a metric's name that are shown.
const NAME: usize = 28;

/// A line of progress.
pub(super) struct ProgressLine {
    live: bool,
    of: &'static str,
    before: u64,
    started: Instant,
    /// Milliseconds from the start to the text after which the next may come.
    next: AtomicU64,
}

impl ProgressLine {
    /// `of`: what is counted, in the plural.
    pub(super) fn new(of: &'static str) -> Self {
        Self::after(0, of)
    }

    /// Goes on after `before` that were done in an earlier run and took no time in this one.
    pub(super) fn after(before: u64, of: &'static str) -> Self {
        let live = std::io::stderr().is_terminal();
        Self { live, of, before, started: Instant::now(), next: AtomicU64::new(BETWEEN) }
    }

    /// Shows how far it has come.
    pub(super) fn show(&self, p: Progress) {
        self.show_with(p, String::new);
    }

    /// The same, with what it has shown so far; that is asked for only if it is written.
    pub(super) fn show_with(&self, p: Progress, so_far: impl FnOnce() -> String) {
        if !self.live {
            return;
        }
        let elapsed = self.started.elapsed();
        let now = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        if now < self.next.load(Ordering::Relaxed) {
            return;
        }
        self.next.store(now.saturating_add(BETWEEN), Ordering::Relaxed);
        let text = words(p, self.of, self.before, elapsed.as_secs_f64(), &so_far());
        super::whisper(&format!("\r\x1b[K{text}"));
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if self.live {
            super::whisper("\r\x1b[K");
        }
    }
}

/// The line's text: `seconds` were spent on all but `before` of those done.
fn words(p: Progress, of: &str, before: u64, seconds: f64, so_far: &str) -> String {
    let mut out = format!("{} of {} {of}", p.done, p.total);
    let lived = p.done.saturating_sub(before);
    if lived > 0 {
        let left = seconds / (lived as f64) * (p.total.saturating_sub(p.done) as f64);
        out += &if left < 100.0 {
            format!(", about {} s left", fixed(left, 0))
        } else if left < 6000.0 {
            format!(", about {} min left", fixed(left / 60.0, 0))
        } else {
            format!(", about {} h left", fixed(left / 3600.0, 1))
        };
    }
    if p.failed > 0 {
        out += &format!(", {} failed", p.failed);
    }
    if so_far.is_empty() { out } else { format!("{out}; {so_far}") }
}

/// The difference on the metric that decides, night by night as they come.
pub(super) struct SoFar {
    name: String,
    decimals: usize,
    /// Places of the metric under the first doctrine and under the second.
    at: [usize; 2],
    cells: Vec<(Stream, usize)>,
    last: usize,
}

impl SoFar {
    /// One comparison of two doctrines.
    pub(super) fn of_pair(metrics: &[MetricInfo], primary: &str) -> Option<Self> {
        let at = metrics.iter().position(|m| m.id == primary)?;
        let info = &metrics[at];
        let whole = noun(info.title);
        let mut name: String = whole.chars().take(NAME).collect();
        if name.len() < whole.len() {
            name.push('…');
        }
        let cells = vec![(Stream::new(), 0)];
        Some(Self { name, decimals: info.decimals.max(3), at: [at, at + metrics.len()], cells, last: 0 })
    }

    /// The cells of a study; none if a plain mean over a cell's nights would mislead.
    pub(super) fn of_study(header: &Header) -> Option<Self> {
        if header.draws.is_some() || header.strata.is_some() {
            return None;
        }
        let one = Self::of_pair(&header.infos().ok()?, &header.primary)?;
        Some(Self { cells: vec![(Stream::new(), 0); header.cells()], ..one })
    }

    /// Counts in a row of a study.
    pub(super) fn row(&mut self, row: &Row) {
        if let Ok(v) = &row.outcome
            && let (Some(a), Some(b)) = (v.get(self.at[0]), v.get(self.at[1]))
        {
            self.night(row.job.cell, b - a);
        }
    }

    /// Counts in a pair of a comparison: all metrics under the first doctrine, and under the second.
    pub(super) fn pair(&mut self, a: &[f64], b: &[f64]) {
        if let (Some(a), Some(b)) = (a.get(self.at[0]), b.get(self.at[0])) {
            self.night(0, b - a);
        }
    }

    fn night(&mut self, cell: usize, difference: f64) {
        if let Some((stream, differing)) = self.cells.get_mut(cell) {
            stream.push(difference);
            *differing += usize::from(difference != 0.0);
            self.last = cell;
        }
    }

    /// In words; nothing below two nights.
    pub(super) fn words(&self) -> String {
        let (stream, differing) = &self.cells[self.last];
        let Some(variance) = stream.variance() else { return String::new() };
        let n = stream.count();
        let half = student_t_two_sided(n - 1) * maths::sqrt(variance / n as f64);
        let cell = match self.cells.len() {
            1 => String::new(),
            all => format!(" (cell {} of {all}, {n} nights)", self.last + 1),
        };
        let mean = format!("{}, B less A: {}", self.name, signed(stream.mean(), self.decimals));
        // Where hardly any night differs the spread is not known, and a half-width of nought is not precision.
        if *differing < DIFFERING_FLOOR {
            return format!("{mean} so far, {differing} nights differ{cell}");
        }
        format!("{mean} ± {} so far{cell}", fixed(half, self.decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::columns::infos;

    const P: Progress = Progress { done: 420, total: 1000, failed: 0 };

    #[test]
    fn the_line_tells_what_is_left() {
        assert_eq!(words(P, "nights", 0, 8.4, ""), "420 of 1000 nights, about 12 s left");
        assert_eq!(words(P, "nights", 400, 8.4, ""), "420 of 1000 nights, about 4 min left", "400 were there before");
        assert_eq!(words(P, "nights", 420, 0.0, ""), "420 of 1000 nights", "nothing lived yet");
        assert!(words(P, "nights", 0, 8400.0, "").ends_with("about 3.2 h left"));
        let failed = words(Progress { failed: 2, ..P }, "days", 0, 8.4, "more");
        assert_eq!(failed, "420 of 1000 days, about 12 s left, 2 failed; more");
    }

    #[test]
    fn what_it_has_shown_is_the_mean_with_its_half_width() {
        let infos = infos();
        let mut so_far = SoFar::of_pair(&infos, "deaths").unwrap();
        assert_eq!(so_far.words(), "");
        let at = infos.iter().position(|m| m.id == "deaths").unwrap();
        for (a, b) in [(1.0, 2.0), (0.0, 4.0), (3.0, 2.0)] {
            let column = |x: f64| (0..infos.len()).map(|i| if i == at { x } else { 9.0 }).collect::<Vec<_>>();
            so_far.pair(&column(a), &column(b));
        }
        assert_eq!(so_far.words(), "deaths, B less A: +1.333 so far, 3 nights differ");
        for d in [1.0, 4.0, -1.0] {
            so_far.night(0, d);
        }
        // Differences 1, 4, −1 twice: mean 4/3, standard deviation 2.251, t = 2.571 with five degrees of freedom.
        assert_eq!(so_far.words(), "deaths, B less A: +1.333 ± 2.362 so far");
        so_far.cells.push((Stream::new(), 0));
        assert_eq!(so_far.words(), "deaths, B less A: +1.333 ± 2.362 so far (cell 1 of 2, 6 nights)");
        so_far.night(1, 5.0);
        assert_eq!(so_far.words(), "", "one night of the other cell has no spread");
        assert!(SoFar::of_pair(&infos, "no_such").is_none());
    }
}
