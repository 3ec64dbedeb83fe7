//! How does a comparison leave for a spreadsheet or a script? One row per night.
//!
//! RFC 4180 with a header row. The manifest stands above as lines that start with `#`, which pandas and R
//! skip with `comment="#"`. Numbers are written so that reading them back gives the same bits. A failed
//! night keeps its row, with empty values and its reason.
//!
//! Left out: averages and intervals; whoever reads this file can take their own and check ours.

use super::{ComparisonReport, one_line};
use std::io::{self, Write};

/// Writes the nights of a comparison.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, report: &ComparisonReport) -> io::Result<()> {
    for line in report.manifest.lines() {
        writeln!(out, "# {line}")?;
    }
    writeln!(out, "# A: {}", one_line(report.name_a))?;
    writeln!(out, "# B: {}", one_line(report.name_b))?;
    let metrics = report.comparison.metrics();
    for info in metrics {
        writeln!(out, "# {}: {}, {}", info.id, info.unit, one_line(info.definition))?;
    }
    write!(out, "night,status")?;
    for info in metrics {
        write!(out, ",a_{0},b_{0}", info.id)?;
    }
    writeln!(out, ",reason")?;
    for row in report.comparison.nights() {
        match &row.outcome {
            Ok(pair) => {
                write!(out, "{},finished", row.night)?;
                for (a, b) in pair.a.iter().zip(&pair.b) {
                    write!(out, ",{a},{b}")?;
                }
                writeln!(out, ",")?;
            }
            Err(reason) => {
                let empty = ",".repeat(2 * metrics.len());
                writeln!(out, "{},failed{empty},{}", row.night, quoted(&one_line(reason)))?;
            }
        }
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '#']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn one_row_per_night_and_a_failed_night_has_its_reason() {
        let (manifest, comparison, weak) = (example::manifest(), example::comparison(), example::weak());
        let mut out = Vec::new();
        write(&mut out, &example::report(&manifest, &comparison, &weak)).unwrap();
        let text = String::from_utf8(out).unwrap();
        let (comments, rows): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
        assert_eq!(
            rows.join("\n"),
            "\
night,status,a_deaths,b_deaths,a_rescue_cover,b_rescue_cover,a_landed_uk,b_landed_uk,reason
0,finished,2,1,30,30,1200,1100,
1,finished,0,0,12.5,12.5,300,310,
2,failed,,,,,,,\"lost \"\"two\"\" people, at tick 9\"
3,finished,4,1,0,0,800,760,
4,finished,0,1,5,5,0,0,"
        );
        let columns = |row: &str| row.matches(',').count();
        assert!(rows.iter().all(|row| columns(row) == columns(rows[0]) + usize::from(row.contains("people,"))));
        assert_eq!(comments.len(), manifest.lines().len() + 2 + 3);
        assert!(comments.contains(&"# landed_uk: people, People who came ashore in the UK by any means."));
    }
}
