//! Where does a quantity pass a level? Lines of equal value over a grid of samples (marching squares).
//!
//! Lorensen and Cline's idea in the plane: each cell of four samples is crossed by at most two straight
//! pieces, whose ends lie on the cell's edges by linear interpolation. At a saddle the mean of the four
//! decides. Pieces are not joined: they are drawn, not measured.

/// A piece of a line: two ends in cells from the first sample.
pub type Piece = [[f32; 2]; 2];

/// The pieces of the line at `level`. `values` go row by row, `width` to a row; a cell with a sample that
/// is not a number is left out.
#[must_use]
pub fn pieces(values: &[f32], width: usize, level: f32) -> Vec<Piece> {
    let mut out = Vec::new();
    if width < 2 {
        return out;
    }
    for j in 0..(values.len() / width).saturating_sub(1) {
        for i in 0..width - 1 {
            let at = |di: usize, dj: usize| values[(j + dj) * width + i + di] - level;
            // Corners around the cell, and where each edge between two of them is crossed.
            let corner = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
            if corner.iter().any(|v| !v.is_finite()) {
                continue;
            }
            let place = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
            let mut ends = [[0.0_f32; 2]; 4];
            let mut count = 0;
            for k in 0..4 {
                let (a, b) = (corner[k], corner[(k + 1) % 4]);
                if (a < 0.0) != (b < 0.0) {
                    let (from, to) = (place[k], place[(k + 1) % 4]);
                    let t = a / (a - b);
                    ends[count] =
                        [i as f32 + from[0] + (to[0] - from[0]) * t, j as f32 + from[1] + (to[1] - from[1]) * t];
                    count += 1;
                }
            }
            match count {
                2 => out.push([ends[0], ends[1]]),
                4 => {
                    // Edges come in order around the cell, so the saddle pairs neighbours one way or the other.
                    let same = (corner.iter().sum::<f32>() < 0.0) == (corner[0] < 0.0);
                    let pairs = if same { [[0, 1], [2, 3]] } else { [[3, 0], [1, 2]] };
                    out.extend(pairs.map(|[a, b]| [ends[a], ends[b]]));
                }
                _ => {}
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_found_where_it_is() {
        let width = 41;
        let values: Vec<f32> = (0..width * width)
            .map(|k| {
                let (x, y) = ((k % width) as f32 - 20.0, (k / width) as f32 - 20.0);
                x.hypot(y)
            })
            .collect();
        let line = pieces(&values, width, 12.0);
        let mut length = 0.0;
        for [a, b] in &line {
            for p in [a, b] {
                assert!(((p[0] - 20.0).hypot(p[1] - 20.0) - 12.0).abs() < 0.05, "{p:?}");
            }
            length += (a[0] - b[0]).hypot(a[1] - b[1]);
        }
        assert!((length / (core::f32::consts::TAU * 12.0) - 1.0).abs() < 0.01, "{length}");
    }

    #[test]
    fn a_saddle_is_crossed_twice_and_holes_are_left_out() {
        assert_eq!(pieces(&[1.0, -1.0, -1.0, 1.0], 2, 0.0).len(), 2);
        assert_eq!(pieces(&[1.0, f32::NAN, -1.0, 1.0], 2, 0.0).len(), 0);
        assert!(pieces(&[1.0, 2.0, 3.0, 4.0], 2, 0.0).is_empty() && pieces(&[1.0], 1, 0.0).is_empty());
    }
}
