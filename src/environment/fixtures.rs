//! The shipped data, for the tests of this folder.

use std::sync::LazyLock;

use super::depth::DepthGrid;
use super::stream::StreamAtlas;
use super::tide::Stations;
use super::{SeaData, SeaFiles};

/// Read once for all tests.
pub(super) static DATA: LazyLock<SeaData> = LazyLock::new(|| {
    SeaData::from_files(SeaFiles {
        stations_json: STATIONS,
        constituents_json: CONSTITUENTS,
        depth_json: DEPTH_JSON,
        depth_i16: DEPTH_BYTES,
        own_depth: None,
        streams_json: STREAM_JSON,
        streams_i16: STREAM_BYTES,
        streams_mask: STREAM_MASK,
        climatology_csv: include_str!("../../assets/weather/climatology.csv"),
    })
    .unwrap()
});

pub(super) const STATIONS: &str = include_str!("../../assets/tides/stations.json");
pub(super) const CONSTITUENTS: &str = include_str!("../../assets/tides/constituents.json");

pub(super) fn stations() -> &'static Stations {
    &DATA.stations
}

pub(super) const DEPTH_JSON: &str = include_str!("../../assets/chart/depth/dover_depth_open.json");
pub(super) const DEPTH_BYTES: &[u8] = include_bytes!("../../assets/chart/depth/dover_depth_open.i16");
pub(super) const STREAM_JSON: &str = include_str!("../../assets/chart/streams/stream_constants.json");
pub(super) const STREAM_BYTES: &[u8] = include_bytes!("../../assets/chart/streams/stream_constants.i16");
pub(super) const STREAM_MASK: &[u8] = include_bytes!("../../assets/chart/streams/stream_mask.u8");

pub(super) fn depths() -> &'static DepthGrid {
    &DATA.depths
}

pub(super) fn streams() -> &'static StreamAtlas {
    &DATA.streams
}
