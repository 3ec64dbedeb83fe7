//! What tree of values does a RON text hold?
//!
//! Brackets are matched first, so a mistake inside one pair can't upset the rest: after a problem the
//! parser skips to the next comma of the same pair and goes on. Depth and size are bounded, so that no
//! text, however odd, exhausts the stack or the memory.

use super::decode::Report;
use super::lex::{Tok, lex};
use super::tree::{FieldNode, Kind, Node, Place};

/// Deepest nesting of brackets. Our deepest shipped file needs 7; parsing takes one stack frame each.
pub const MAX_DEPTH: usize = 64;
/// Longest text in bytes. The longest shipped file is below 64 KiB.
pub const MAX_BYTES: usize = 4 << 20;

/// Reads a text into a tree. Parts that can't be read are [`Kind::Broken`] and reported.
/// Gives nothing if the text is too long, empty, or its brackets don't match.
pub fn parse(text: &str, report: &mut Report) -> Option<Node> {
    if text.len() > MAX_BYTES {
        report.error(Place::START, format!("the file is too long; expected at most {} MiB", MAX_BYTES >> 20));
        return None;
    }
    let tokens = lex(text, report);
    if tokens.is_empty() {
        if !report.has_errors() {
            report.error(Place::START, "the file is empty; expected `( … )`");
        }
        return None;
    }
    check_brackets(&tokens, report)?;
    let mut parser = Parser { tokens: &tokens, at: 0, report };
    let node = parser.value();
    if let Some((tok, place)) = parser.tokens.get(parser.at) {
        parser.report.error(*place, format!("expected the end of the file, found {}", tok.words()));
    }
    Some(node)
}

fn check_brackets(tokens: &[(Tok, Place)], report: &mut Report) -> Option<()> {
    let mut open: Vec<(char, Place)> = Vec::new();
    for (tok, place) in tokens {
        let Tok::Punct(c) = tok else { continue };
        let opener = match c {
            '(' | '[' | '{' => {
                open.push((*c, *place));
                if open.len() > MAX_DEPTH {
                    report
                        .error(*place, format!("brackets are nested too deeply; expected at most {MAX_DEPTH} levels"));
                    return None;
                }
                continue;
            }
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => continue,
        };
        match open.pop() {
            Some((o, _)) if o == opener => {}
            Some((o, p)) => {
                report.error(*place, format!("`{c}` does not close the `{o}` of line {}, column {}", p.line, p.col));
                return None;
            }
            None => {
                report.error(*place, format!("`{c}` closes nothing"));
                return None;
            }
        }
    }
    if let Some((o, p)) = open.pop() {
        report.error(p, format!("this `{o}` is never closed"));
        return None;
    }
    Some(())
}

struct Parser<'t, 'r> {
    tokens: &'t [(Tok, Place)],
    at: usize,
    report: &'r mut Report,
}

impl<'t> Parser<'t, '_> {
    fn peek(&self) -> Option<&'t Tok> {
        self.tokens.get(self.at).map(|(t, _)| t)
    }

    fn place(&self) -> Place {
        self.tokens.get(self.at).or_else(|| self.tokens.last()).map_or(Place::START, |(_, p)| *p)
    }

    fn is(&self, c: char) -> bool {
        self.peek() == Some(&Tok::Punct(c))
    }

    fn eat(&mut self, c: char) -> bool {
        let yes = self.is(c);
        self.at += usize::from(yes);
        yes
    }

    /// A value; where there is none, a broken one, and the offending token stays unless it opens a bracket.
    fn value(&mut self) -> Node {
        let place = self.place();
        let kind = match self.peek() {
            Some(Tok::Number { value, whole }) => self.take(Kind::Number { value: *value, whole: *whole }),
            Some(Tok::Text(s)) => self.take(Kind::Text(s.clone())),
            Some(Tok::Char(c)) => self.take(Kind::Char(*c)),
            Some(Tok::Bad) => self.take(Kind::Broken),
            Some(Tok::Name(n)) => {
                self.at += 1;
                match n.as_str() {
                    "true" => Kind::Bool(true),
                    "false" => Kind::Bool(false),
                    _ => {
                        let body = self.is('(').then(|| Box::new(self.value()));
                        Kind::Named { name: n.clone(), body }
                    }
                }
            }
            Some(Tok::Punct('(')) => self.parentheses(),
            Some(Tok::Punct('[')) => Kind::List(self.items(']', Self::value)),
            Some(Tok::Punct('{')) => Kind::Map(self.items('}', |p| {
                let key = p.value();
                if !p.eat(':') {
                    let found = p.found();
                    p.report.error(p.place(), format!("expected `:` and a value, found {found}"));
                    return (key, Node { kind: Kind::Broken, place: p.place() });
                }
                (key, p.value())
            })),
            _ => {
                let found = self.found();
                self.report.error(place, format!("expected a value, found {found}"));
                Kind::Broken
            }
        };
        Node { kind, place }
    }

    fn take(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    fn found(&self) -> String {
        self.peek().map_or_else(|| "the end of the file".to_owned(), Tok::words)
    }

    fn parentheses(&mut self) -> Kind {
        let named = matches!(self.tokens.get(self.at + 1), Some((Tok::Name(_), _)))
            && matches!(self.tokens.get(self.at + 2), Some((Tok::Punct(':'), _)));
        if named {
            let fields = self.items(')', |p| {
                let place = p.place();
                if let Some(Tok::Name(name)) = p.peek()
                    && matches!(p.tokens.get(p.at + 1), Some((Tok::Punct(':'), _)))
                {
                    p.at += 2;
                    return Some(FieldNode { name: name.clone(), place, value: p.value() });
                }
                let found = p.found();
                p.report.error(place, format!("expected a field, `name: value`, found {found}"));
                p.skip_item();
                None
            });
            Kind::Struct(fields.into_iter().flatten().collect())
        } else {
            let items = self.items(')', Self::value);
            if items.is_empty() { Kind::Unit } else { Kind::Tuple(items) }
        }
    }

    /// The items of a bracket pair, comma between, comma at the end allowed.
    fn items<T>(&mut self, close: char, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        self.at += 1;
        let mut out = Vec::new();
        while !self.eat(close) {
            let before = self.at;
            out.push(item(self));
            if self.eat(',') || self.is(close) {
                continue;
            }
            if self.at == before || self.is(':') {
                // The item took nothing, or a stray colon follows: to the next comma.
                if self.is(':') && self.at != before {
                    self.report.error(self.place(), "`:` has no place here; expected `,`");
                }
                self.skip_item();
                self.eat(',');
            } else if let Some((tok, place)) = self.tokens.get(self.at) {
                self.report.error(*place, format!("expected `,` before {}", tok.words()));
            }
        }
        out
    }

    /// To the next comma or closing bracket of the pair we are in; brackets match, so there is one.
    fn skip_item(&mut self) {
        let mut depth = 0_usize;
        while let Some(tok) = self.peek() {
            match tok {
                Tok::Punct(',' | ')' | ']' | '}') if depth == 0 => return,
                Tok::Punct('(' | '[' | '{') => depth += 1,
                Tok::Punct(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }
}
