//! Which bits does a vessel's AIS transponder send? Messages 1, 5 and 9 of ITU-R M.1371-5, for patrol and rescue units only.
//!
//! Position reports of ships are message 1, those of search and rescue aircraft message 9 (annex 8, 3.1 and 3.8), name and
//! draught message 5 (3.3), which both may send. Six bits make a character of a sentence (IEC 61162-1: value + 48, and 8 more
//! above 39); the last is filled up with zeros. What the model does not know is said to be "not available" by the value that
//! the Recommendation keeps for it: rate of turn, heading, dimensions, accuracy, the state of the radio.

use crate::units::maths;

/// Longitude 181° and latitude 91° stand for "not available"; this file is never asked for such places.
const PER_DEGREE: f64 = 600_000.0;

/// A message as bits, most significant first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<bool>);

impl Bits {
    /// The lowest `width` bits of a number.
    fn put(&mut self, value: u32, width: u32) {
        self.0.extend((0..width).rev().map(|i| value >> i & 1 == 1));
    }

    /// A number with its sign, in two's complement.
    fn put_signed(&mut self, value: i32, width: u32) {
        self.put(value.cast_unsigned(), width);
    }

    /// Text in six-bit ASCII, filled up with `@`: capitals, digits and signs; other letters without their accents, or `?`.
    fn put_text(&mut self, text: &str, characters: usize) {
        let mut codes = text.chars().flat_map(plain).map(six_bit);
        for _ in 0..characters {
            self.put(codes.next().unwrap_or(0), 6);
        }
    }

    /// The characters of a sentence, and with how many zeros the last was filled up.
    pub(super) fn armoured(&self) -> (String, usize) {
        let character = |six: &[bool]| {
            let value = (0..6).fold(0_u8, |v, i| v << 1 | u8::from(six.get(i).copied().unwrap_or(false)));
            char::from(if value < 40 { value + 48 } else { value + 56 })
        };
        (self.0.chunks(6).map(character).collect(), (6 - self.0.len() % 6) % 6)
    }
}

/// Six-bit ASCII (M.1371-5, table 47): `@` to `_` are 0 to 31, blank to `?` are 32 to 63.
fn six_bit(c: char) -> u32 {
    match u32::from(c.to_ascii_uppercase()) {
        code @ 64..=95 => code - 64,
        code @ 32..=63 => code,
        _ => 63,
    }
}

/// A letter of French or another language of the strait without its accent.
fn plain(c: char) -> impl Iterator<Item = char> {
    let letters: &str = match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => "A",
        'ç' | 'Ç' => "C",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "E",
        'î' | 'ï' | 'Î' | 'Ï' => "I",
        'ô' | 'ö' | 'Ô' | 'Ö' => "O",
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => "U",
        'œ' | 'Œ' => "OE",
        '’' => "'",
        '–' => "-",
        // An at sign ends a text.
        '@' => "?",
        _ => "",
    };
    let itself = letters.is_empty().then_some(c);
    itself.into_iter().chain(letters.chars())
}

/// Where and how a station moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Motion {
    /// Maritime mobile service identity.
    pub mmsi: u32,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
    /// Speed over ground, knots.
    pub speed_kn: f64,
    /// Course over ground, degrees true; none where it has no way on.
    pub course_deg: Option<f64>,
    /// Second of the minute of the report.
    pub second: u32,
}

/// Navigational status (M.1371-5, table 48): the values that the model can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    UnderWay = 0,
    NotUnderCommand = 2,
    Moored = 5,
    Towing = 11,
}

/// What does not change in a night.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Static<'a> {
    pub mmsi: u32,
    pub name: &'a str,
    /// Type of ship (table 53): 51 search and rescue, 55 law enforcement.
    pub ship_type: u32,
    pub draught_m: f64,
    pub call_sign: &'a str,
    pub destination: &'a str,
}

/// Message 1: a ship's position report, 168 bits.
pub(super) fn ship_position(m: &Motion, status: Status) -> Bits {
    let mut b = Bits::default();
    b.put(1, 6);
    b.put(0, 2); // repeat indicator
    b.put(m.mmsi, 30);
    b.put(status as u32, 4);
    b.put_signed(-128, 8); // rate of turn: not available
    // 102.2 kn stands for that and more.
    b.put(whole(m.speed_kn * 10.0).min(1022), 10);
    place_and_course(&mut b, m);
    b.put(511, 9); // true heading: not available
    b.put(m.second, 6);
    b.put(0, 2); // special manoeuvre: not available
    b.put(0, 3); // spare
    b.put(0, 1); // RAIM not in use
    b.put(0, 19); // communication state
    b
}

/// Message 9: the position report of a search and rescue aircraft, 168 bits.
pub(super) fn aircraft_position(m: &Motion) -> Bits {
    let mut b = Bits::default();
    b.put(9, 6);
    b.put(0, 2); // repeat indicator
    b.put(m.mmsi, 30);
    b.put(4095, 12); // altitude: not available
    b.put(whole(m.speed_kn).min(1022), 10);
    place_and_course(&mut b, m);
    b.put(m.second, 6);
    b.put(0, 1); // altitude sensor
    b.put(0, 7); // spare
    b.put(1, 1); // data terminal: not available
    b.put(0, 3); // spare
    b.put(0, 1); // autonomous mode
    b.put(0, 1); // RAIM not in use
    b.put(0, 20); // communication state
    b
}

fn place_and_course(b: &mut Bits, m: &Motion) {
    b.put(0, 1); // accuracy worse than 10 m
    b.put_signed(nearest(m.lon * PER_DEGREE), 28);
    b.put_signed(nearest(m.lat * PER_DEGREE), 27);
    // 3600 stands for "not available"; 359.96° is 0°.
    b.put(m.course_deg.map_or(3600, |c| whole(c * 10.0) % 3600), 12);
}

/// Message 5: static and voyage related data, 424 bits.
pub(super) fn static_data(s: &Static) -> Bits {
    let mut b = Bits::default();
    b.put(5, 6);
    b.put(0, 2); // repeat indicator
    b.put(s.mmsi, 30);
    b.put(2, 2); // complies with M.1371-5
    b.put(0, 30); // IMO number: not available
    b.put_text(s.call_sign, 7);
    b.put_text(s.name, 20);
    b.put(s.ship_type, 8);
    b.put(0, 30); // dimensions: not available
    b.put(0, 4); // device that fixes the position: undefined
    b.put(0, 9); // arrival, month and day: not available
    b.put(24, 5); // hour
    b.put(60, 6); // minute
    b.put(whole(s.draught_m * 10.0).min(255), 8);
    b.put_text(s.destination, 20);
    b.put(1, 1); // data terminal: not available
    b.put(0, 1); // spare
    b
}

#[expect(clippy::cast_possible_truncation, reason = "degrees times 600,000 fit into 28 bits")]
fn nearest(x: f64) -> i32 {
    maths::round(x) as i32
}

fn whole(x: f64) -> u32 {
    nearest(x).max(0).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_become_characters_as_the_standard_says() {
        let mut b = Bits::default();
        // 0, 39, 40, 63 are the ends of both ranges; then two bits and four to fill up.
        for value in [0, 39, 40, 63] {
            b.put(value, 6);
        }
        b.put(3, 2);
        assert_eq!(b.armoured(), ("0W`wh".to_owned(), 4));
        b.put_signed(-1, 4);
        assert_eq!(b.armoured(), ("0W`ww".to_owned(), 0));
    }

    #[test]
    fn messages_are_as_long_as_the_recommendation_says() {
        let m = Motion { mmsi: 1, lat: 51.0, lon: 1.5, speed_kn: 300.0, course_deg: Some(359.99), second: 59 };
        let s = Static { mmsi: 1, name: "", ship_type: 51, draught_m: 99.0, call_sign: "", destination: "" };
        assert_eq!(ship_position(&m, Status::Moored).0.len(), 168);
        assert_eq!(aircraft_position(&m).0.len(), 168);
        assert_eq!(static_data(&s).0.len(), 424);
        assert_eq!(static_data(&s).armoured().1, 2);
    }

    #[test]
    fn accents_fall_away_and_what_is_no_letter_of_the_table_is_a_question_mark() {
        let codes = |text: &str| text.chars().flat_map(plain).map(six_bit).collect::<Vec<_>>();
        assert_eq!(codes("Cœur d’été"), codes("COEUR D'ETE"));
        assert_eq!(codes("@ž"), codes("??"));
    }
}
