//! How does a number look to a reader? One place, so that it looks the same everywhere.
//!
//! A real minus sign, thin-space thousands, and as many digits as the number deserves.

/// The minus sign used in all text (U+2212).
pub const MINUS: char = '\u{2212}';

/// A number with a fixed count of decimals and a real minus sign; `-0.00` becomes `0.00`.
#[must_use]
pub fn fixed(x: f64, decimals: usize) -> String {
    if !x.is_finite() {
        return "n/a".to_owned();
    }
    let text = format!("{x:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        Some(digits) => format!("{MINUS}{digits}"),
        None => text,
    }
}

/// A number with four digits that count, and no noughts at its end.
#[must_use]
pub fn short(x: f64) -> String {
    let size = super::maths::ln(x.abs().max(1e-12)) / super::maths::ln(10.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 15")]
    let decimals = (3.0 - super::maths::floor(size)).clamp(0.0, 15.0) as usize;
    let text = fixed(x, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A number with as many decimals as it needs to be told from its neighbours: at least so many, at most six.
#[must_use]
pub fn in_full(x: f64, least: usize) -> String {
    let text = fixed(x, 6);
    let Some((whole, decimals)) = text.split_once('.') else { return text };
    let needed = decimals.trim_end_matches('0').len().max(least.min(6));
    if needed == 0 { whole.to_owned() } else { format!("{whole}.{}", &decimals[..needed]) }
}

/// Like [`fixed`], with a `+` before positive numbers: for differences.
#[must_use]
pub fn signed(x: f64, decimals: usize) -> String {
    let text = fixed(x, decimals);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if x > 0.0 && !zero { format!("+{text}") } else { text }
}

/// A whole number with thin spaces between thousands.
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(c);
    }
    out
}

/// `51°00.6'N 002°06.5'E`: degrees and decimal minutes, as on a chart.
#[must_use]
pub fn lat_lon(lat_deg: f64, lon_deg: f64) -> String {
    let part = |x: f64, width: usize, plus: char, minus: char| {
        let hemisphere = if x < 0.0 { minus } else { plus };
        let tenths = super::maths::round(x.abs() * 600.0);
        let degrees = super::maths::floor(tenths / 600.0);
        format!("{degrees:0width$.0}°{:04.1}'{hemisphere}", (tenths - degrees * 600.0) / 10.0)
    };
    format!("{} {}", part(lat_deg, 2, 'N', 'S'), part(lon_deg, 3, 'E', 'W'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(fixed(-0.004, 2), "0.00");
        assert_eq!(fixed(-1.5, 1), "\u{2212}1.5");
        assert_eq!(
            (in_full(300.0, 0), in_full(0.5, 2), in_full(-7.25, 1)),
            ("300".into(), "0.50".into(), "\u{2212}7.25".into())
        );
        assert_eq!(
            (in_full(0.05, 1), in_full(0.1 + 0.2, 0), in_full(-0.0, 0)),
            ("0.05".into(), "0.3".into(), "0".into())
        );
        assert_eq!(signed(0.25, 2), "+0.25");
        assert_eq!(signed(0.001, 2), "0.00");
        assert_eq!(count(1_234_567), "1\u{2009}234\u{2009}567");
        assert_eq!(lat_lon(51.0105, 2.0935), "51°00.6'N 002°05.6'E");
        assert_eq!(lat_lon(50.999_99, -0.5), "51°00.0'N 000°30.0'W");
    }

    #[test]
    fn numbers_are_short_without_losing_what_counts() {
        assert_eq!([0.000_056_78, 17.5, 1234.5, 0.5, 0.0].map(short), ["0.00005678", "17.5", "1234", "0.5", "0"]);
    }
}
