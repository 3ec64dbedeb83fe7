//! What does a RON text say, value by value, each with its place?

/// Line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub col: u32,
}

impl Place {
    /// The beginning of a file.
    pub const START: Self = Self { line: 1, col: 1 };
}

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub kind: Kind,
    /// Its first character.
    pub place: Place,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A value that could not be read; the problem is reported already, so decoders pass over it in silence.
    Broken,
    /// `()`.
    Unit,
    /// `true` or `false`.
    Bool(bool),
    /// A number; may be infinite or not a number, which decoders refuse.
    Number {
        /// Its value.
        value: f64,
        /// Written without point and exponent.
        whole: bool,
    },
    /// `"text"`.
    Text(String),
    /// `'c'`.
    Char(char),
    /// `(1, 2)`.
    Tuple(Vec<Node>),
    /// `(a: 1, b: 2)`.
    Struct(Vec<FieldNode>),
    /// `Name`, `Name(1)` or `Name(a: 1)`; also `Some(1)` and `None`.
    Named {
        /// The name.
        name: String,
        /// What stands in its parentheses, if it has any.
        body: Option<Box<Node>>,
    },
    /// `[1, 2]`.
    List(Vec<Node>),
    /// `{"a": 1}`.
    Map(Vec<(Node, Node)>),
}

/// `name: value` in a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldNode {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value.
    pub value: Node,
}

impl Node {
    /// What it is, in words, for "found …".
    #[must_use]
    pub fn words(&self) -> String {
        match &self.kind {
            Kind::Broken => "something unreadable".to_owned(),
            Kind::Unit => "nothing, `()`".to_owned(),
            Kind::Bool(b) => format!("`{b}`"),
            Kind::Number { value, whole: _ } => format!("the number {value}"),
            Kind::Text(_) => "text".to_owned(),
            Kind::Char(_) => "a character".to_owned(),
            Kind::Tuple(_) => "values in parentheses".to_owned(),
            Kind::Struct(_) => "fields in parentheses".to_owned(),
            Kind::Named { name, .. } => format!("`{name}`"),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map".to_owned(),
        }
    }
}
