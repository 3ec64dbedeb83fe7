//! Which points fill a cube of inputs evenly, whatever their number?
//!
//! Sobol's sequence (Sobol 1967) in the order of Gray codes (Antonov & Saleev 1979) with the direction numbers of Joe & Kuo
//! 2008 (`new-joe-kuo-6`, the first 40 dimensions; web.maths.unsw.edu.au/~fkuo/sobol; notice at the table), which holds
//! for 20 inputs of a Saltelli design; screening by Morris comes first where there are more. All points are moved by
//! one keyed digital shift: it keeps the evenness, gives a fresh set for another seed, and no point lies at an end.
//!
//! Written here, as forty lines of a public table replace a crate of 21,201 dimensions or one in single precision; a test
//! holds it to scipy's points bit for bit.
//!
//! Left out: Owen's scrambling, whose gain shows beyond the numbers of points that a study of whole nights can pay.

use crate::draws::{Draws, NightKey, Purpose, Subject};

/// Most dimensions.
pub const DIMENSIONS_MOST: usize = TABLE.len() + 1;

/// The first `count` points in so many dimensions, each number between 0 and 1, ends excluded. `None` above
/// [`DIMENSIONS_MOST`].
#[must_use]
pub fn points(dimensions: usize, count: usize, seed: u64) -> Option<Vec<Vec<f64>>> {
    let shift: Vec<u32> = (0..dimensions).map(|d| shift(seed, d)).collect();
    let unshifted = integers(dimensions, count)?;
    let number = |(x, shift): (u32, &u32)| (f64::from(x ^ shift) + 0.5) / 4_294_967_296.0;
    Some(unshifted.into_iter().map(|p| p.into_iter().zip(&shift).map(number).collect()).collect())
}

#[expect(clippy::cast_possible_truncation, reason = "the upper 32 of 64 bits")]
fn shift(seed: u64, dimension: usize) -> u32 {
    let luck = Draws::new(NightKey { seed, night: 0 });
    (luck.bits(Subject::NIGHT, Purpose::Design, dimension as u32) >> 32) as u32
}

/// The plain sequence, as 32-bit fractions.
fn integers(dimensions: usize, count: usize) -> Option<Vec<Vec<u32>>> {
    if dimensions > DIMENSIONS_MOST {
        return None;
    }
    let directions: Vec<[u32; 32]> = (0..dimensions).map(directions).collect();
    let mut point = vec![0_u32; dimensions];
    let mut out = Vec::with_capacity(count);
    for n in 0..count {
        out.push(point.clone());
        // The bit in which the next Gray code differs: the lowest one that is not set.
        let bit = (n as u64).trailing_ones() as usize;
        point.iter_mut().zip(&directions).for_each(|(x, v)| *x ^= v[bit.min(31)]);
    }
    Some(out)
}

/// Direction numbers of one dimension.
fn directions(dimension: usize) -> [u32; 32] {
    let mut v = [0_u32; 32];
    let Some((polynomial, start)) = dimension.checked_sub(1).map(|d| TABLE[d]) else {
        // The first dimension counts in halves, quarters, eighths.
        return std::array::from_fn(|k| 1 << (31 - k));
    };
    let degree = start.len();
    for k in 0..32 {
        v[k] = if k < degree {
            start[k] << (31 - k)
        } else {
            let mut x = v[k - degree] ^ (v[k - degree] >> degree);
            for j in 1..degree {
                if polynomial >> (degree - j) & 1 == 1 {
                    x ^= v[k - j];
                }
            }
            x
        };
    }
    v
}

// The numbers of this table are under the BSD 3-clause licence:
// Copyright (c) 2008, Frances Y. Kuo and Stephen Joe. All rights reserved. Redistribution and use in source and binary forms,
// with or without modification, are permitted provided that the following conditions are met: redistributions of source code
// must retain the above copyright notice, this list of conditions and the following disclaimer; redistributions in binary form
// must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or
// other materials provided with the distribution; neither the names of the copyright holders nor the names of the University
// of New South Wales and the University of Waikato and its contributors may be used to endorse or promote products derived
// from this software without specific prior written permission. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS "AS IS" AND
// ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A
// PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT,
// INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
// SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
// CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE,
// EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
/// Primitive polynomial (with both end bits) and first direction numbers, from the second dimension on.
#[rustfmt::skip]
const TABLE: [(u32, &[u32]); 39] = [
    (3, &[1]),
    (7, &[1, 3]),
    (11, &[1, 3, 1]),
    (13, &[1, 1, 1]),
    (19, &[1, 1, 3, 3]),
    (25, &[1, 3, 5, 13]),
    (37, &[1, 1, 5, 5, 17]),
    (41, &[1, 1, 5, 5, 5]),
    (47, &[1, 1, 7, 11, 19]),
    (55, &[1, 1, 5, 1, 1]),
    (59, &[1, 1, 1, 3, 11]),
    (61, &[1, 3, 5, 5, 31]),
    (67, &[1, 3, 3, 9, 7, 49]),
    (91, &[1, 1, 1, 15, 21, 21]),
    (97, &[1, 3, 1, 13, 27, 49]),
    (103, &[1, 1, 1, 15, 7, 5]),
    (109, &[1, 3, 1, 15, 13, 25]),
    (115, &[1, 1, 5, 5, 19, 61]),
    (131, &[1, 3, 7, 11, 23, 15, 103]),
    (137, &[1, 3, 7, 13, 13, 15, 69]),
    (143, &[1, 1, 3, 13, 7, 35, 63]),
    (145, &[1, 3, 5, 9, 1, 25, 53]),
    (157, &[1, 3, 1, 13, 9, 35, 107]),
    (167, &[1, 3, 1, 5, 27, 61, 31]),
    (171, &[1, 1, 5, 11, 19, 41, 61]),
    (185, &[1, 3, 5, 3, 3, 13, 69]),
    (191, &[1, 1, 7, 13, 1, 19, 1]),
    (193, &[1, 3, 7, 5, 13, 19, 59]),
    (203, &[1, 1, 3, 9, 25, 29, 41]),
    (211, &[1, 3, 5, 13, 23, 1, 55]),
    (213, &[1, 3, 7, 3, 13, 59, 17]),
    (229, &[1, 3, 1, 3, 5, 53, 69]),
    (239, &[1, 1, 5, 5, 23, 33, 13]),
    (241, &[1, 1, 7, 7, 1, 61, 123]),
    (247, &[1, 1, 7, 9, 13, 61, 49]),
    (253, &[1, 3, 3, 5, 3, 55, 33]),
    (285, &[1, 3, 1, 15, 31, 13, 49, 245]),
    (299, &[1, 3, 5, 15, 31, 59, 63, 97]),
    (301, &[1, 3, 1, 11, 11, 11, 77, 249]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Known {
        dimensions: usize,
        points: Vec<Vec<f64>>,
    }

    #[test]
    fn the_plain_sequence_is_scipys_bit_for_bit() {
        let known: Known =
            serde_json::from_str(include_str!("../../../tests/fixtures/oracles/sobol_points.json")).unwrap();
        let ours = integers(known.dimensions, known.points.len()).unwrap();
        assert_eq!(known.dimensions, DIMENSIONS_MOST);
        for (ours, theirs) in ours.iter().zip(&known.points) {
            let ours: Vec<f64> = ours.iter().map(|x| f64::from(*x) / 4_294_967_296.0).collect();
            assert_eq!(&ours, theirs);
        }
    }

    #[test]
    fn each_sixteenth_holds_as_many_points_whatever_the_shift() {
        for seed in [1, 2] {
            let points = points(8, 256, seed).unwrap();
            for d in 0..8 {
                assert!(points.iter().all(|p| p[d] > 0.0 && p[d] < 1.0));
                for part in 0..16 {
                    let low = f64::from(part) / 16.0;
                    let seen = points.iter().filter(|p| (low..low + 1.0 / 16.0).contains(&p[d])).count();
                    assert_eq!(seen, 16, "dimension {d}, from {low}");
                }
            }
        }
        assert_ne!(points(2, 4, 1), points(2, 4, 2));
        assert_eq!(points(DIMENSIONS_MOST + 1, 1, 0), None);
    }
}
