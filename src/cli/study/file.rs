//! How is a file of results begun, gone on with, read and put together?
//!
//! Each row is handed to the system as it comes, so that a program ended by force leaves all rows but those in flight.
//! A last line without its line break is cut off before going on. A file is locked while it is written: two programs
//! that went on with the same one would spoil it. Rows that are there are never written anew.

use crate::cli::library::Trouble;
use crate::ensemble::study::rows::Row;
use crate::ensemble::study::{Header, Numbers, Plan, Shard};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The longest line that is read, bytes: a manifest with some hundred thousand drawn values.
const LONGEST: u64 = 64 * 1024 * 1024;

fn trouble(path: &Path, why: &dyn std::fmt::Display) -> Trouble {
    Trouble::one(format!("{}: {why}", path.display()))
}

/// A file of results being read, line by line.
pub struct Reading {
    lines: BufReader<File>,
    name: String,
    /// What stands above the rows.
    pub header: Header,
    columns: usize,
    line: u64,
    /// Bytes of whole lines read so far.
    whole: u64,
}

impl Reading {
    /// Opens a file and reads its head.
    ///
    /// # Errors
    /// If it can't be read, or is no such file.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        let file = File::open(path).map_err(|e| trouble(path, &format!("could not be read: {e}")))?;
        Self::of(file, path)
    }

    fn of(file: File, path: &Path) -> Result<Self, Trouble> {
        let name = path.display().to_string();
        let mut lines = BufReader::with_capacity(1 << 16, file);
        let mut whole = 0;
        let mut head = Vec::new();
        for _ in 0..2 {
            let line = next_line(&mut lines).map_err(|e| trouble(path, &format!("could not be read: {e}")))?;
            let Some(line) = line else {
                return Err(trouble(path, &"ends within its head; it was broken off before the first night"));
            };
            whole += line.len() as u64 + 1;
            head.push(line);
        }
        let header = Header::read(&name, &head[0], &head[1]).map_err(Trouble::one)?;
        let columns = header.metrics.len() * header.doctrines.len();
        Ok(Self { lines, name, header, columns, line: 2, whole })
    }

    /// Bytes up to the end of the last whole line that was read.
    #[must_use]
    pub const fn whole_bytes(&self) -> u64 {
        self.whole
    }
}

impl Iterator for Reading {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = match next_line(&mut self.lines) {
            Ok(line) => line?,
            Err(e) => return Some(Err(format!("{}: could not be read: {e}", self.name))),
        };
        self.line += 1;
        self.whole += line.len() as u64 + 1;
        Some(
            Row::read(&line, self.columns)
                .map_err(|e| format!("{}:{}: {e}; the file was changed", self.name, self.line)),
        )
    }
}

/// The next line that ends in a line break, without it; nothing at the end of whole lines.
fn next_line(lines: &mut BufReader<File>) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    lines.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Ok(None);
    }
    String::from_utf8(bytes).map(Some).map_err(|e| std::io::Error::new(std::io::ErrorKind::InvalidData, e))
}

/// A file of results being written.
pub struct Writing {
    file: File,
    columns: usize,
    name: String,
}

/// What a file to write to holds already.
pub struct Begun {
    /// Where rows go.
    pub writing: Writing,
    /// The rows that are there.
    pub before: Option<Reading>,
}

impl Writing {
    /// Begins a file, or goes on with one. `header` is what the study has now.
    ///
    /// # Errors
    /// If there is a file and `resume` is not asked for; if it is another study's; if another program writes to it.
    pub fn begin(path: &Path, header: &Header, resume: bool) -> Result<Begun, Trouble> {
        let columns = header.metrics.len() * header.doctrines.len();
        let name = path.display().to_string();
        let there = path.exists();
        if there && !resume {
            return Err(trouble(path, &"is there already; --resume goes on with it, --out names another"));
        }
        let file = OpenOptions::new().read(true).append(true).create(true).open(path);
        let mut file = file.map_err(|e| trouble(path, &format!("could not be written: {e}")))?;
        if let Err(e) = file.try_lock() {
            return Err(trouble(
                path,
                &format!("is being written by another run ({e}); wait for it, or name another file"),
            ));
        }
        let text = header.text();
        let begin_anew = |file: &mut File| {
            file.set_len(0)
                .and_then(|()| file.write_all(text.as_bytes()))
                .map_err(|e| trouble(path, &format!("could not be written: {e}")))
        };
        if !there || broken_head(&mut file, &text).map_err(|e| trouble(path, &format!("could not be read: {e}")))? {
            begin_anew(&mut file)?;
            return Ok(Begun { writing: Self { file, columns, name }, before: None });
        }
        let copy = file.try_clone().and_then(|mut f| f.seek(SeekFrom::Start(0)).map(|_| f));
        let reading = Reading::of(copy.map_err(|e| trouble(path, &e))?, path)?;
        if let Some(why) = other_study(&reading.header, header) {
            return Err(trouble(path, &format!("holds nights of something else: {why}; name another file with --out")));
        }
        Ok(Begun { writing: Self { file, columns, name }, before: Some(reading) })
    }

    /// Cuts off what stands behind the last whole line.
    ///
    /// # Errors
    /// If the system does not let it.
    pub fn cut(&mut self, whole_bytes: u64) -> Result<(), Trouble> {
        self.file.set_len(whole_bytes).map_err(|e| Trouble::one(format!("{}: could not be written: {e}", self.name)))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If the system does not take it: a full disk.
    pub fn add(&mut self, row: &Row) -> Result<(), String> {
        let text = row.text(self.columns);
        self.file.write_all(text.as_bytes()).map_err(|e| {
            format!("{}: could not be written: {e}; what is there stays, and --resume goes on with it", self.name)
        })
    }
}

/// Was the file ended by force within its head? Then its text is a beginning of the head's.
fn broken_head(file: &mut File, text: &str) -> std::io::Result<bool> {
    let mut start = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    Read::by_ref(file).take(text.len() as u64).read_to_end(&mut start)?;
    Ok(start.len() < text.len() && text.as_bytes().starts_with(&start))
}

/// In which way do two manifests differ, if they do?
fn other_study(there: &Header, now: &Header) -> Option<String> {
    if there == now {
        return None;
    }
    let named = [
        ("the program", there.program == now.program && there.commit == now.commit),
        ("the study", there.study == now.study && there.command == now.command),
        ("the share", there.share == now.share),
        ("the seed or the nights", there.seed == now.seed && there.nights == now.nights),
        ("the doctrines", there.doctrines == now.doctrines),
        ("the scenarios", there.scenarios == now.scenarios),
        ("the axes or draws", there.axes == now.axes && there.draws == now.draws),
    ];
    let differs: Vec<&str> = named.iter().filter(|(_, same)| !same).map(|(what, _)| *what).collect();
    let changed: Vec<&str> =
        now.inputs.iter().filter(|i| !there.inputs.contains(i)).map(|i| i.path.as_str()).take(3).collect();
    Some(match (differs.is_empty(), changed.is_empty()) {
        (false, _) => format!("{} differs", differs.join(" and ")),
        (true, false) => format!("since then {} changed", changed.join(", ")),
        (true, true) => "their manifests differ".to_owned(),
    })
}

/// Puts shares together into one file: the same bytes as one run of the whole.
///
/// # Errors
/// If shares are missing, doubled, unfinished, or not of one study.
pub fn merge(shares: &[&Path], out: &Path) -> Result<u64, Trouble> {
    let mut readings = shares.iter().map(|p| Reading::open(p)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = readings.first() else { return Err(Trouble::one("no shares were named")) };
    let header = first.header.as_whole();
    let mut problems = Vec::new();
    let mut numbers = Vec::new();
    for (reading, path) in readings.iter().zip(shares) {
        if let Some(why) = other_study(&reading.header.as_whole(), &header) {
            problems.push(format!("{}: is a share of something else: {why}", path.display()));
        }
        match reading.header.shard() {
            Ok(s) => numbers.push(s),
            Err(e) => problems.push(format!("{}: {e}", path.display())),
        }
    }
    let of = numbers.first().map_or(1, |s| s.of);
    for number in 1..=of {
        let shard = Shard { number, of };
        match numbers.iter().filter(|s| **s == shard).count() {
            1 => {}
            0 => problems.push(format!("the share {shard} is missing")),
            n => problems.push(format!("the share {shard} is there {n} times")),
        }
    }
    problems.extend(numbers.iter().filter(|s| s.of != of).map(|s| format!("a share {s} does not fit shares of {of}")));
    if !problems.is_empty() {
        return Err(Trouble(problems));
    }
    let place = |shard: Shard| numbers.iter().position(|s| *s == shard).unwrap_or(0);
    let order: Vec<usize> = (1..=of).map(|number| place(Shard { number, of })).collect();
    let plan = Plan::new(header.cells() as u64, header.nights);
    let night_numbers = Numbers::of(&header);
    let mut part = out.as_os_str().to_owned();
    part.push(".part");
    let part = std::path::PathBuf::from(part);
    let unwritable = |e: std::io::Error| trouble(out, &format!("could not be written: {e}"));
    let mut writer = BufWriter::new(File::create(&part).map_err(unwritable)?);
    let columns = header.metrics.len() * header.doctrines.len();
    let mut rows = 0;
    let mut put = || -> Result<(), Trouble> {
        writer.write_all(header.text().as_bytes()).map_err(unwritable)?;
        for job in plan.jobs(Shard::WHOLE) {
            let from = order[usize::try_from(plan.owner(job, of).number - 1).unwrap_or(0)];
            let row = readings[from].next().transpose().map_err(Trouble::one)?;
            let job = night_numbers.job(job);
            let Some(row) = row.filter(|r| r.job == job) else {
                let why = format!(
                    "cell {}, night {} is not where it belongs: the share is not finished, or was changed; --resume goes on with it",
                    job.cell, job.night
                );
                return Err(trouble(shares[from], &why));
            };
            writer.write_all(row.text(columns).as_bytes()).map_err(unwritable)?;
            rows += 1;
        }
        writer.flush().map_err(unwritable)
    };
    let done = put().and_then(|()| std::fs::rename(&part, out).map_err(unwritable));
    if done.is_err() {
        // Nothing half-written stays.
        let _ = std::fs::remove_file(&part);
    }
    done.map(|()| rows)
}
