//! Which fields does each line of this table hold? A small reader for comma-separated text (RFC 4180).
//!
//! Quoted fields may hold commas and doubled quotes. Left out: line breaks inside quotes.

use super::error::{ChartError, ChartFile};

/// Lines below the heading with their line numbers, each with as many fields as `columns`.
pub(super) fn read_table<'a>(
    text: &'a str,
    columns: &[&str],
    file: ChartFile,
    errors: &mut Vec<ChartError>,
) -> Vec<(usize, Vec<String>)> {
    let mut lines = text.lines().enumerate().map(|(i, l): (usize, &'a str)| (i + 1, l.trim_end_matches('\r')));
    let heading = lines.next().map(|(_, l)| l.trim_start_matches('\u{feff}')).unwrap_or_default();
    if heading != columns.join(",") {
        errors.push(ChartError::new(file, "line 1", format!("heading `{heading}`"), columns.join(",")));
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (number, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        let place = format!("line {number}");
        match split(line) {
            Some(fields) if fields.len() == columns.len() => rows.push((number, fields)),
            Some(fields) => {
                let what = format!("{} fields", fields.len());
                errors.push(ChartError::new(file, place, what, format!("{} fields", columns.len())));
            }
            None => errors.push(ChartError::new(file, place, "a quote that does not close", "\"quoted\" fields")),
        }
    }
    rows
}

fn split(line: &str) -> Option<Vec<String>> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let field = fields.last_mut()?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => field.push(other),
        }
    }
    (!quoted).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_commas_and_quotes() {
        assert_eq!(split(r#"a,"b, ""c""",,d"#), Some(vec!["a".into(), "b, \"c\"".into(), String::new(), "d".into()]));
        assert_eq!(split(r#"a,"b"#), None);
    }

    #[test]
    fn wrong_lines_are_named() {
        let mut errors = Vec::new();
        let rows = read_table("a,b\n1,2\n3\n\"4,5\n", &["a", "b"], ChartFile::Ports, &mut errors);
        assert_eq!(rows, vec![(2, vec!["1".to_owned(), "2".to_owned()])]);
        assert_eq!(errors.iter().map(|e| e.place.as_str()).collect::<Vec<_>>(), ["line 3", "line 4"]);
    }
}
