//! How do the rows of a study leave for pandas, R, `DuckDB` or a statistics package, with types and in little space?
//!
//! Parquet, by the library of the Apache Arrow project: a row for each night of each cell, the scenario, the value on each
//! axis and the draw beside it, so that nothing has to be looked up; a column for each metric under each doctrine, empty
//! where a night failed. The manifest stands in the file's key-value metadata as `slackwater`. Rows are written in groups,
//! so memory does not grow with nights.
//!
//! Left out: nested columns. Spreadsheets and R's readers like flat ones.

use crate::ensemble::study::rows::ARMS;
use crate::ensemble::study::{Header, Row};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

/// Rows in a group: some 6 MB of numbers.
const GROUP: usize = 8192;

/// Why a Parquet file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The rows could not be read.
    #[error("{0}")]
    Rows(String),
    /// The library or the writer says so.
    #[error("the Parquet file could not be written: {0}")]
    Writing(#[from] ParquetError),
}

/// The value on each axis, the scenario and the draw of a cell, as [`crate::analysis::study::Table::place`] gives them.
pub type Place<'a> = &'a dyn Fn(usize) -> (usize, Vec<usize>, Option<usize>);

/// Writes the rows of a study.
///
/// # Errors
/// If a row can't be read, or the writer fails.
pub fn write<W: Write + Send>(
    out: W,
    header: &Header,
    place: Place<'_>,
    rows: &mut dyn Iterator<Item = Result<Row, String>>,
) -> Result<(), Trouble> {
    let schema = Arc::new(parse_message_type(&schema(header))?);
    let manifest = header.text().lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(header.program.clone())
        .set_key_value_metadata(Some(vec![KeyValue::new("slackwater".to_owned(), manifest)]))
        .build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    let mut group: Vec<Row> = Vec::with_capacity(GROUP);
    let mut rows = rows.take(usize::MAX);
    loop {
        group.clear();
        for row in rows.by_ref().take(GROUP) {
            group.push(row.map_err(Trouble::Rows)?);
        }
        if group.is_empty() {
            break;
        }
        write_group(writer.next_row_group()?, header, place, &group)?;
    }
    writer.close()?;
    Ok(())
}

/// The schema, in Parquet's own words.
fn schema(header: &Header) -> String {
    let mut out = String::from(
        "message night { REQUIRED INT64 cell; REQUIRED INT64 night; REQUIRED BYTE_ARRAY scenario (UTF8); ",
    );
    for axis in &header.axes {
        let _ = write!(out, "REQUIRED DOUBLE axis_{}; ", plain(&axis.id));
    }
    out += "OPTIONAL INT64 draw; ";
    for column in columns(header) {
        let _ = write!(out, "OPTIONAL DOUBLE {column}; ");
    }
    out + "OPTIONAL BYTE_ARRAY failed (UTF8); }"
}

/// Names of the metrics under each doctrine, as in the file of results.
fn columns(header: &Header) -> impl Iterator<Item = String> + '_ {
    ARMS.chars()
        .zip(&header.doctrines)
        .flat_map(|(letter, _)| header.metrics.iter().map(move |m| format!("{letter}_{m}")))
}

/// A name that a schema takes.
fn plain(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

fn write_group<W: Write + Send>(
    mut group: SerializedRowGroupWriter<'_, W>,
    header: &Header,
    place: Place<'_>,
    rows: &[Row],
) -> Result<(), Trouble> {
    let places: Vec<_> = rows.iter().map(|r| place(r.job.cell)).collect();
    #[expect(clippy::cast_possible_wrap, reason = "numbers of cells and nights are far below 2^63")]
    let (cells, nights): (Vec<i64>, Vec<i64>) = rows.iter().map(|r| (r.job.cell as i64, r.job.night as i64)).unzip();
    integers(&mut group, &cells, None)?;
    integers(&mut group, &nights, None)?;
    let scenarios: Vec<ByteArray> = places.iter().map(|p| header.scenarios[p.0].name.as_str().into()).collect();
    texts(&mut group, &scenarios, None)?;
    for (i, axis) in header.axes.iter().enumerate() {
        let values: Vec<f64> = places.iter().map(|p| axis.values[p.1[i]]).collect();
        numbers(&mut group, &values, None)?;
    }
    #[expect(clippy::cast_possible_wrap, reason = "there are some thousand draws at most")]
    let draws: Vec<i64> = places.iter().filter_map(|p| p.2).map(|d| d as i64).collect();
    integers(&mut group, &draws, Some(&there(places.iter().map(|p| p.2.is_some()))))?;
    let finished = there(rows.iter().map(|r| r.outcome.is_ok()));
    for column in 0..header.doctrines.len() * header.metrics.len() {
        let values: Vec<f64> = rows.iter().filter_map(|r| r.outcome.as_ref().ok()).map(|v| v[column]).collect();
        numbers(&mut group, &values, Some(&finished))?;
    }
    let reasons: Vec<ByteArray> =
        rows.iter().filter_map(|r| r.outcome.as_ref().err()).map(|e| e.as_str().into()).collect();
    texts(&mut group, &reasons, Some(&there(rows.iter().map(|r| r.outcome.is_err()))))?;
    group.close()?;
    Ok(())
}

/// Definition levels: 1 where there is a value.
fn there(flags: impl Iterator<Item = bool>) -> Vec<i16> {
    flags.map(i16::from).collect()
}

macro_rules! column_of {
    ($name:ident, $kind:ty, $value:ty) => {
        fn $name<W: Write + Send>(
            group: &mut SerializedRowGroupWriter<'_, W>,
            values: &[$value],
            levels: Option<&[i16]>,
        ) -> Result<(), ParquetError> {
            let mut column =
                group.next_column()?.ok_or_else(|| ParquetError::General("more columns than the schema".into()))?;
            column.typed::<$kind>().write_batch(values, levels, None)?;
            column.close()
        }
    };
}

column_of!(integers, Int64Type, i64);
column_of!(numbers, DoubleType, f64);
column_of!(texts, ByteArrayType, ByteArray);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::study::Table;
    use crate::analysis::study::table::tests::header;
    use crate::ensemble::study::Job;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    #[test]
    fn rows_are_read_back_with_their_places_and_the_manifest() {
        let header = header();
        let table = Table::new(header.clone()).unwrap();
        let n = header.doctrines.len() * header.metrics.len();
        let good =
            |cell, night| Row { job: Job { cell, night }, outcome: Ok((0..n).map(|i| i as f64 / 4.0).collect()) };
        let mut rows: Vec<Row> = (0..9000).map(|night| good(23, night)).collect();
        rows.push(Row { job: Job { cell: 0, night: 9 }, outcome: Err("aground".into()) });
        let mut bytes = Vec::new();
        write(&mut bytes, &header, &|cell| table.place(cell), &mut rows.into_iter().map(Ok)).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let meta = reader.metadata().file_metadata();
        assert_eq!((reader.num_row_groups(), meta.num_rows()), (2, 9001));
        assert!(meta.key_value_metadata().unwrap()[0].value.as_ref().unwrap().starts_with("{\"format\":1"));
        let all: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        let (first, last) = (&all[0], &all[9000]);
        assert_eq!((first.get_long(0).unwrap(), first.get_string(2).unwrap().as_str()), (23, "two"));
        let number = |i| first.get_double(i).unwrap().to_bits();
        assert_eq!([3, 4, 6, 7].map(number), [1.0, 2.0, 0.0, 0.25].map(f64::to_bits));
        assert_eq!(first.get_long(5).unwrap(), 1);
        assert!(first.get_string(6 + n).is_err() && last.get_double(6).is_err());
        assert_eq!(last.get_string(6 + n).unwrap(), "aground");
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told() {
        let header = header();
        let table = Table::new(header.clone()).unwrap();
        let said = write(Vec::new(), &header, &|cell| table.place(cell), &mut [Err("line 7".to_owned())].into_iter());
        assert_eq!(said.unwrap_err().to_string(), "line 7");
    }
}
