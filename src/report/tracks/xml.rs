//! How is text put into XML so that each reader takes it back as it was?
//!
//! By `quick-xml`, which escapes and closes. What XML 1.0 can't hold at all (control characters, section 2.2) becomes a blank:
//! titles come from files that people write.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Text being written as XML.
pub(super) type Xml = Writer<Vec<u8>>;

/// A document of one element, indented by a space, with a final line break.
///
/// # Errors
/// Those of the library; writing to memory gives none.
pub(super) fn document(
    root: &str,
    attributes: &[(&str, &str)],
    fill: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    parent(&mut xml, root, attributes, fill)?;
    let mut text = String::from_utf8(xml.into_inner()).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}

/// An element with elements in it.
pub(super) fn parent(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    fill: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_inner_content(fill).map(drop)
}

/// An element with text in it.
pub(super) fn leaf(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&clean(text))).map(drop)
}

fn clean(text: &str) -> String {
    let holds = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().map(|c| if holds(c) && !matches!(c, '\u{fffe}' | '\u{ffff}') { c } else { ' ' }).collect()
}
