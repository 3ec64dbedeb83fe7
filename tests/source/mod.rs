//! What does a source file say, without its comments, texts and tests?
//!
//! A small lexer, enough for house rules: comments and texts become blanks (so that line numbers stay),
//! what stands under `#[cfg(test)]` too, and every path comes out whole, `use` trees included.
//! Left out: macros that build paths. None of ours do.

use std::path::{Path, PathBuf};

/// One source file.
pub struct Source {
    /// Path from the project's folder, with `/`.
    pub path: String,
    /// As written.
    pub text: String,
    /// With comments and texts as blanks.
    pub bare: String,
    /// The same, without what is compiled for tests only.
    pub code: String,
}

impl Source {
    /// Takes a text apart.
    pub fn new(path: &str, text: &str) -> Self {
        let bare = without_words(text);
        let code = without_tests(&bare);
        Self { path: path.to_owned(), text: text.to_owned(), bare, code }
    }
}

/// The line (from 1) of a byte.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|b| *b == b'\n').count() + 1
}

/// All Rust files below a folder of the project, in order of path; what belongs to tests only (named by
/// `#[cfg(test)] mod x;`) has no code left.
pub fn files_below(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    let mut sources: Vec<Source> = paths
        .iter()
        .map(|p| {
            let shown = p.strip_prefix(root).expect("it is below the root").to_string_lossy().replace('\\', "/");
            Source::new(&shown, &std::fs::read_to_string(p).expect("a source file is text"))
        })
        .collect();
    let tests_only: Vec<String> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        if tests_only.contains(&source.path) {
            source.code = blanked(&source.code);
        }
    }
    sources
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|e| e.expect("the folder can be read").path()) {
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Files that a `#[cfg(test)] mod x;` of this file names.
fn test_modules(source: &Source) -> Vec<String> {
    let folder = source
        .path
        .strip_suffix("mod.rs")
        .map_or_else(|| format!("{}/", source.path.trim_end_matches(".rs")), str::to_owned);
    let mut out = Vec::new();
    for (at, _) in source.bare.match_indices("#[cfg(test)]") {
        let rest = source.bare[at + "#[cfg(test)]".len()..].trim_start();
        let rest = rest.strip_prefix("pub(crate)").unwrap_or(rest).trim_start();
        if let Some((name, _)) = rest.strip_prefix("mod ").and_then(|r| r.split_once(';'))
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            out.push(format!("{folder}{name}.rs"));
        }
    }
    out
}

fn blanked(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// Comments, texts and characters as blanks, byte for byte.
fn without_words(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let blank = |out: &mut Vec<u8>, from: usize, to: usize| {
        for b in &mut out[from..to] {
            if *b != b'\n' {
                *b = b' ';
            }
        }
    };
    let mut i = 0;
    while i < bytes.len() {
        let rest = &bytes[i..];
        let end = if rest.starts_with(b"//") {
            i + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
        } else if rest.starts_with(b"/*") {
            i + comment_length(rest)
        } else if let Some(length) = raw_text_length(rest, i.checked_sub(1).map(|k| bytes[k])) {
            i + length
        } else if rest[0] == b'"' {
            i + text_length(rest)
        } else if let Some(length) = character_length(rest) {
            i + length
        } else {
            i += 1;
            continue;
        };
        blank(&mut out, i, end);
        i = end;
    }
    String::from_utf8(out).expect("whole texts and comments were blanked, so no character was cut")
}

fn comment_length(rest: &[u8]) -> usize {
    let (mut depth, mut i) = (0_u32, 0);
    while i < rest.len() {
        if rest[i..].starts_with(b"/*") {
            depth += 1;
            i += 2;
        } else if rest[i..].starts_with(b"*/") {
            depth -= 1;
            i += 2;
            if depth == 0 {
                break;
            }
        } else {
            i += 1;
        }
    }
    i
}

/// `r"…"`, `r#"…"#`, also with a `b` before.
fn raw_text_length(rest: &[u8], before: Option<u8>) -> Option<usize> {
    if before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let start = if rest.starts_with(b"br") { 2 } else { usize::from(rest.starts_with(b"r")) };
    let hashes = rest[start..].iter().take_while(|b| **b == b'#').count();
    if start == 0 || rest.get(start + hashes) != Some(&b'"') {
        return None;
    }
    let close: Vec<u8> = core::iter::once(b'"').chain(core::iter::repeat_n(b'#', hashes)).collect();
    let body = start + hashes + 1;
    let length = rest[body..].windows(close.len()).position(|w| w == close)?;
    Some(body + length + close.len())
}

fn text_length(rest: &[u8]) -> usize {
    let mut i = 1;
    while i < rest.len() && rest[i] != b'"' {
        i += if rest[i] == b'\\' { 2 } else { 1 };
    }
    (i + 1).min(rest.len())
}

/// A character, not a lifetime.
fn character_length(rest: &[u8]) -> Option<usize> {
    if rest[0] != b'\'' {
        return None;
    }
    if rest.get(1) == Some(&b'\\') {
        return rest.iter().skip(3).position(|b| *b == b'\'').map(|n| n + 4);
    }
    // A character is one to four bytes; a lifetime has no quote there.
    let text =
        core::str::from_utf8(&rest[1..rest.len().min(6)]).or_else(|e| core::str::from_utf8(&rest[1..=e.valid_up_to()]));
    let first = text.ok()?.chars().next()?.len_utf8();
    (rest.get(1 + first) == Some(&b'\'')).then_some(first + 2)
}

/// Blanks the item after each `#[cfg(test)]`.
fn without_tests(bare: &str) -> String {
    let mut out = bare.as_bytes().to_vec();
    for (at, mark) in bare.match_indices("#[cfg(test)]") {
        let rest = &bare[at + mark.len()..];
        let end = match (rest.find(';'), rest.find('{')) {
            (Some(semicolon), Some(brace)) if semicolon < brace => semicolon + 1,
            (Some(semicolon), None) => semicolon + 1,
            (_, Some(brace)) => brace + block_length(&rest[brace..]),
            (None, None) => rest.len(),
        };
        for b in &mut out[at..at + mark.len() + end] {
            if *b != b'\n' {
                *b = b' ';
            }
        }
    }
    String::from_utf8(out).expect("code is cut at ASCII marks")
}

fn block_length(rest: &str) -> usize {
    let mut depth = 0_u32;
    for (i, b) in rest.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    rest.len()
}

/// A path in code (`a::b::c`), with the byte where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePath {
    /// Where.
    pub at: usize,
    /// Its parts.
    pub parts: Vec<String>,
}

impl CodePath {
    /// Does it begin with these parts?
    pub fn begins(&self, with: &str) -> bool {
        let with: Vec<&str> = with.split("::").collect();
        self.parts.len() >= with.len() && self.parts.iter().zip(with).all(|(p, w)| p == w)
    }
}

/// Every path of a file; `use a::{b, c::d}` gives `a::b` and `a::c::d`.
pub fn paths(code: &str) -> Vec<CodePath> {
    let tokens = tokens(code);
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let (at, word) = tokens[i];
        if word == "use" {
            i += 1;
            use_tree(&tokens, &mut i, &[], &mut out);
        } else if is_word(word) {
            let mut parts = vec![word.to_owned()];
            while i + 2 < tokens.len() && tokens[i + 1].1 == "::" && is_word(tokens[i + 2].1) {
                parts.push(tokens[i + 2].1.to_owned());
                i += 2;
            }
            out.push(CodePath { at, parts });
            i += 1;
        } else {
            i += 1;
        }
    }
    out
}

fn use_tree(tokens: &[(usize, &str)], i: &mut usize, before: &[String], out: &mut Vec<CodePath>) {
    let mut parts = before.to_vec();
    let at = tokens.get(*i).map_or(0, |t| t.0);
    while let Some((_, word)) = tokens.get(*i) {
        match *word {
            "::" => *i += 1,
            "{" => {
                *i += 1;
                while *i < tokens.len() && tokens[*i].1 != "}" {
                    if tokens[*i].1 == "," {
                        *i += 1;
                    } else {
                        use_tree(tokens, i, &parts, out);
                    }
                }
                *i += 1;
                return;
            }
            "as" => *i += 2,
            w if is_word(w) || w == "*" => {
                parts.push(w.to_owned());
                *i += 1;
            }
            _ => break,
        }
    }
    out.push(CodePath { at, parts });
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::` and single marks, with their places.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut rest = code.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c.is_alphanumeric() || c == '_' {
            let mut end = at + c.len_utf8();
            while let Some((k, c)) = rest.next_if(|(_, c)| c.is_alphanumeric() || *c == '_') {
                end = k + c.len_utf8();
            }
            out.push((at, &code[at..end]));
        } else if c == ':' && rest.next_if(|(_, c)| *c == ':').is_some() {
            out.push((at, &code[at..at + 2]));
        } else if !c.is_whitespace() {
            out.push((at, &code[at..at + c.len_utf8()]));
        }
    }
    out
}
