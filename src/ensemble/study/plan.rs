//! In which order are the nights of a study lived, and which of them are one machine's?
//!
//! In blocks of [`BLOCK`] nights: the first block of every cell, then the second of every cell, and so on. A study that
//! is broken off is therefore a smaller study of the same shape, and all cells can be looked at while it runs. A cell
//! that may stop by itself is asked at the end of a round of blocks, so that the answer hangs on rows and not on which
//! worker was quicker.
//!
//! Shard *i* of *n* takes every *n*-th block; blocks are numbered in the order above. As that order is a function of the
//! study alone, shards put together again are the same rows in the same order as one run. A study that stops by itself
//! cannot be shared out: whether a block is lived hangs on rows that another machine has.

use super::Study;

/// Nights in a block. Large enough that a cell's setting, once laid out, serves for seconds; small enough that the first
/// results of all cells come soon.
pub const BLOCK: u64 = 20;

/// One night of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Number of the cell.
    pub cell: usize,
    /// Number of the night.
    pub night: u64,
}

/// A share of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// The whole.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// From text such as `2/8`.
    ///
    /// # Errors
    /// Says what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share; expected I/N with I from 1 to N, such as 2/8");
        let (number, of) = text.split_once('/').ok_or_else(wrong)?;
        let read = |t: &str| t.trim().parse::<u64>().map_err(|_| wrong());
        let shard = Self { number: read(number)?, of: read(of)? };
        if (1..=10_000).contains(&shard.of) && (1..=shard.of).contains(&shard.number) {
            Ok(shard)
        } else {
            Err(wrong())
        }
    }

    /// Does this block belong to it?
    #[must_use]
    pub const fn has(self, block: u64) -> bool {
        block % self.of == self.number - 1
    }
}

impl core::fmt::Display for Shard {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// The order of a study's nights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    cells: u64,
    nights: u64,
}

impl Plan {
    /// Of a study.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        Self::new(study.cells() as u64, study.nights)
    }

    /// Of so many cells with so many nights each.
    #[must_use]
    pub const fn new(cells: u64, nights: u64) -> Self {
        Self { cells, nights }
    }

    /// How many rounds of blocks there are.
    #[must_use]
    pub const fn rounds(&self) -> u64 {
        self.nights.div_ceil(BLOCK)
    }

    /// The jobs of one round, for the cells that go on.
    pub fn round(&self, round: u64, shard: Shard, goes_on: &dyn Fn(usize) -> bool) -> Vec<Job> {
        let nights = round * BLOCK..((round + 1) * BLOCK).min(self.nights);
        let mine = |cell: &u64| shard.has(round * self.cells + cell);
        (0..self.cells)
            .filter(mine)
            .filter_map(|cell| usize::try_from(cell).ok())
            .filter(|cell| goes_on(*cell))
            .flat_map(|cell| nights.clone().map(move |night| Job { cell, night }))
            .collect()
    }

    /// All jobs of a share, if no cell stops early.
    pub fn jobs(self, shard: Shard) -> impl Iterator<Item = Job> {
        (0..self.rounds()).flat_map(move |round| self.round(round, shard, &|_| true))
    }

    /// The share that has a job.
    #[must_use]
    pub const fn owner(&self, job: Job, of: u64) -> Shard {
        let block = job.night / BLOCK * self.cells + job.cell as u64;
        Shard { number: block % of + 1, of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_put_together_are_the_whole_in_order() {
        let plan = Plan::new(7, 47);
        let whole: Vec<Job> = plan.jobs(Shard::WHOLE).collect();
        assert_eq!(whole.len(), 7 * 47);
        assert_eq!(whole[20], Job { cell: 1, night: 0 });
        for of in [1, 2, 3, 8, 100] {
            let mut shares: Vec<_> = (1..=of).map(|number| plan.jobs(Shard { number, of }).peekable()).collect();
            for job in &whole {
                let owner = plan.owner(*job, of);
                let at = usize::try_from(owner.number - 1).unwrap();
                assert_eq!(shares[at].next(), Some(*job), "share {owner}");
            }
            assert!(shares.iter_mut().all(|s| s.next().is_none()));
        }
    }

    #[test]
    fn a_cell_that_stops_leaves_out_its_later_blocks_alone() {
        let plan = Plan::new(3, 45);
        assert_eq!(plan.rounds(), 3);
        let last = plan.round(2, Shard::WHOLE, &|cell| cell != 1);
        let expected: Vec<Job> = [0, 2].iter().flat_map(|c| (40..45).map(|night| Job { cell: *c, night })).collect();
        assert_eq!(last, expected);
    }

    #[test]
    fn shares_are_read_and_slips_are_told() {
        assert_eq!(Shard::parse("2/8"), Ok(Shard { number: 2, of: 8 }));
        assert_eq!(Shard { number: 2, of: 8 }.to_string(), "2/8");
        for text in ["", "2", "0/8", "9/8", "1/0", "a/b", "-1/2", "1/20000"] {
            assert!(Shard::parse(text).unwrap_err().contains("expected I/N"), "{text}");
        }
    }
}
