//! Where does each word of a RON text begin and end?
//!
//! After the grammar of the `ron` crate's documentation (version 0.8). A character that has no place
//! in RON becomes a [`Tok::Bad`] and is reported once, and reading goes on behind it.

use super::decode::Report;
use super::tree::Place;

/// A word of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Tok {
    /// One of `( ) [ ] { } : ,`.
    Punct(char),
    /// A bare name.
    Name(String),
    /// A number.
    Number {
        /// Its value.
        value: f64,
        /// Written without point and exponent.
        whole: bool,
    },
    /// Text.
    Text(String),
    /// A character.
    Char(char),
    /// Something unreadable, already reported.
    Bad,
}

impl Tok {
    /// The token as it is quoted in messages.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Punct(c) => format!("`{c}`"),
            Self::Name(n) => format!("`{n}`"),
            Self::Number { value, .. } => format!("the number {value}"),
            Self::Text(_) => "text".to_owned(),
            Self::Char(_) => "a character".to_owned(),
            Self::Bad => "something unreadable".to_owned(),
        }
    }
}

/// The words of a text with their places; what is wrong goes into the report.
pub fn lex(text: &str, report: &mut Report) -> Vec<(Tok, Place)> {
    let mut lexer = Lexer { rest: text.strip_prefix('\u{feff}').unwrap_or(text), place: Place::START };
    let mut out = Vec::new();
    while lexer.skip_blank(report) {
        let place = lexer.place;
        let tok = lexer.token(place, report);
        out.push((tok, place));
    }
    out
}

struct Lexer<'t> {
    rest: &'t str,
    place: Place,
}

const fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

const fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        if c == '\n' {
            self.place = Place { line: self.place.line + 1, col: 1 };
        } else {
            self.place.col += 1;
        }
        Some(c)
    }

    fn bump_many(&mut self, count: usize) {
        for _ in 0..count {
            self.bump();
        }
    }

    fn bump_while(&mut self, f: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&f) {
            self.bump();
        }
    }

    /// Skips blanks and comments; false at the end of the text.
    fn skip_blank(&mut self, report: &mut Report) -> bool {
        loop {
            self.bump_while(char::is_whitespace);
            if self.rest.starts_with("//") {
                self.bump_while(|c| c != '\n');
            } else if self.rest.starts_with("/*") {
                let start = self.place;
                let mut depth = 0_u32;
                loop {
                    if self.rest.starts_with("/*") {
                        depth += 1;
                        self.bump_many(2);
                    } else if self.rest.starts_with("*/") {
                        depth -= 1;
                        self.bump_many(2);
                    } else if self.bump().is_none() {
                        report.error(start, "this comment is never closed; expected `*/`");
                        return false;
                    }
                    if depth == 0 {
                        break;
                    }
                }
            } else {
                return !self.rest.is_empty();
            }
        }
    }

    fn token(&mut self, place: Place, report: &mut Report) -> Tok {
        let Some(c) = self.peek() else { return Tok::Bad };
        match c {
            '(' | ')' | '[' | ']' | '{' | '}' | ':' | ',' => {
                self.bump();
                Tok::Punct(c)
            }
            '"' => self.text(place, report),
            '\'' => self.character(place, report),
            'r' if self.rest[1..].starts_with('"')
                || self.rest[1..].starts_with("#\"")
                || self.rest[1..].starts_with("##") =>
            {
                self.raw_text(place, report)
            }
            '0'..='9' | '+' | '-' | '.' => self.number(place, report),
            c if is_name_start(c) => {
                let before = self.rest;
                self.bump_while(is_name_part);
                let name = &before[..before.len() - self.rest.len()];
                match name {
                    "inf" => Tok::Number { value: f64::INFINITY, whole: false },
                    "NaN" => Tok::Number { value: f64::NAN, whole: false },
                    _ => Tok::Name(name.to_owned()),
                }
            }
            c => {
                // A run of the same character, as in a mark left by a merge, is one mistake.
                self.bump_while(|next| next == c);
                report.error(place, format!("`{}` has no meaning here; expected a value or a name", c.escape_debug()));
                Tok::Bad
            }
        }
    }

    fn number(&mut self, place: Place, report: &mut Report) -> Tok {
        let before = self.rest;
        if matches!(self.peek(), Some('+' | '-')) {
            self.bump();
        }
        loop {
            match self.peek() {
                Some(c) if is_name_part(c) || c == '.' => {
                    self.bump();
                    if matches!(c, 'e' | 'E') && !hexadecimal(before) && matches!(self.peek(), Some('+' | '-')) {
                        self.bump();
                    }
                }
                _ => break,
            }
        }
        let word = &before[..before.len() - self.rest.len()];
        number_from(word).map_or_else(
            || {
                report.error(place, format!("`{word}` is not a number; write it like 12, -0.5 or 1_000"));
                Tok::Bad
            },
            |(value, whole)| Tok::Number { value, whole },
        )
    }

    fn text(&mut self, place: Place, report: &mut Report) -> Tok {
        self.bump();
        let mut out = String::new();
        loop {
            let here = self.place;
            match self.bump() {
                None => {
                    report.error(place, "this text is never closed; expected `\"`");
                    return Tok::Bad;
                }
                Some('"') => return Tok::Text(out),
                Some('\\') => {
                    // A backslash at the end of a line joins the next line, without its blanks.
                    if matches!(self.peek(), Some('\n' | '\r')) {
                        self.bump_while(char::is_whitespace);
                    } else {
                        match self.escape() {
                            Some(c) => out.push(c),
                            None => report.error(
                                here,
                                "unknown escape in text; expected one of \\n \\r \\t \\\\ \\\" \\' \\0 \\x41 \\u{e9}",
                            ),
                        }
                    }
                }
                Some(c) => out.push(c),
            }
        }
    }

    fn raw_text(&mut self, place: Place, report: &mut Report) -> Tok {
        self.bump();
        let hashes = self.rest.len() - self.rest.trim_start_matches('#').len();
        self.bump_many(hashes);
        if self.peek() != Some('"') {
            report.error(place, "expected raw text, like r#\"…\"#");
            return Tok::Bad;
        }
        self.bump();
        let end = format!("\"{}", "#".repeat(hashes));
        let Some(length) = self.rest.find(&end) else {
            report.error(place, format!("this raw text is never closed; expected `{end}`"));
            self.bump_while(|_| true);
            return Tok::Bad;
        };
        let out = self.rest[..length].to_owned();
        self.bump_many(out.chars().count() + end.len());
        Tok::Text(out)
    }

    fn character(&mut self, place: Place, report: &mut Report) -> Tok {
        self.bump();
        let c = match self.bump() {
            Some('\\') => self.escape(),
            other => other,
        };
        if let (Some(c), Some('\'')) = (c, self.peek()) {
            self.bump();
            return Tok::Char(c);
        }
        report.error(place, "expected one character between single quotes; texts stand between double quotes");
        Tok::Bad
    }

    fn escape(&mut self) -> Option<char> {
        match self.bump()? {
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            '0' => Some('\0'),
            c @ ('\\' | '"' | '\'') => Some(c),
            'x' => {
                let digits = self.rest.get(..2)?;
                let code = u32::from_str_radix(digits, 16).ok().filter(|c| *c < 0x80)?;
                self.bump_many(2);
                char::from_u32(code)
            }
            'u' => {
                let inner = self.rest.strip_prefix('{')?;
                let length = inner.find('}').filter(|n| *n <= 6)?;
                let code = u32::from_str_radix(&inner[..length], 16).ok()?;
                self.bump_many(length + 2);
                char::from_u32(code)
            }
            _ => None,
        }
    }
}

fn hexadecimal(word: &str) -> bool {
    word.trim_start_matches(['+', '-']).starts_with("0x")
}

/// The value of a written number, and whether it is whole.
fn number_from(word: &str) -> Option<(f64, bool)> {
    let clean: String = word.chars().filter(|c| *c != '_').collect();
    let (negative, digits) = match clean.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, clean.strip_prefix('+').unwrap_or(&clean)),
    };
    let sign = if negative { -1.0 } else { 1.0 };
    match digits {
        "inf" => return Some((sign * f64::INFINITY, false)),
        "NaN" => return Some((f64::NAN, false)),
        _ => {}
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return u32::from_str_radix(rest, radix).ok().map(|n| (sign * f64::from(n), true));
        }
    }
    let starts_well = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    if !starts_well || !plain {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    Some((sign * value, digits.chars().all(|c| c.is_ascii_digit())))
}
