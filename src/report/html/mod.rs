//! How does a study leave as one page that opens anywhere, offline, and can be printed?
//!
//! Verdict in words first, then charts, each with the same content as text, then every metric, what is assumed and how sure
//! that is, what the model can't tell, failed nights, and the manifest. No script, no font, no picture from elsewhere: a
//! page that is mailed, archived or printed stays what it was. Light and dark follow the reader's system.
//!
//! Belongs here: the order and words of the page. Does not belong here: any number that `analysis` could have computed, and
//! how a chart is drawn (`charts`).

pub mod charts;
mod map;
mod nights;
mod rare;
mod section;

use super::study::letter;
use crate::analysis::study::{Findings, Table};

/// A number of the model that the page's result rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What.
    pub title: String,
    /// Why the model can't tell.
    pub reason: String,
}

/// Text for a page: `&`, `<`, `>` and quotes stand for themselves.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}

/// The whole page.
#[must_use]
pub fn page(table: &Table, findings: &Findings, limits: &[Limit]) -> String {
    let body = body(table, findings, limits);
    let h = &table.header;
    // Whoever opens the page can see whether a chart is missing (`scripts/check_page.sh`).
    let charts = body.matches("<svg role=\"img\"").count();
    let head = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"slackwater-charts\" content=\"{charts}\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        escaped(&h.study.title),
        include_str!("page.css")
    );
    head + &body + "</main>\n</body>\n</html>\n"
}

fn body(table: &Table, findings: &Findings, limits: &[Limit]) -> String {
    let h = &table.header;
    let mut out =
        format!("<h1>{}</h1>\n<p class=\"question\">{}</p>\n", escaped(&h.study.title), escaped(&h.study.question));
    out += "<p class=\"caution\">A study and training tool. Composites, no live data. The numbers say what a model comes to, not what will happen. Deaths in it stand for people.</p>\n";
    out += "<table class=\"arms\"><caption>The doctrines</caption><tbody>\n";
    for (i, d) in h.doctrines.iter().enumerate() {
        let role = if i == 0 { "the others are held against it" } else { "" };
        out += &format!(
            "<tr><th scope=\"row\">{}</th><td>{} <code>{}</code></td><td>{role}</td></tr>\n",
            letter(i),
            escaped(&d.title),
            escaped(&d.name)
        );
    }
    out += "</tbody></table>\n";
    out += &section::verdicts(table, findings);
    out += &section::sweeps(table, findings);
    out += &section::blocks(&super::beside::blocks(table, findings, section::ONE_BY_ONE));
    out += &section::doctrines(table, findings);
    out += &section::blocks(&super::depends::blocks(table, findings));
    out += &section::metrics(table, findings);
    out += &section::assumptions(table);
    out += &section::limits(limits);
    out += &section::failed(table);
    out += &section::manifest(table);
    out
}
