//! The shipped data, for the tests of this folder.

use super::depth::DepthGrid;
use super::stream::StreamAtlas;
use super::tide::Stations;

pub(super) const STATIONS: &str = include_str!("../../assets/tides/stations.json");
pub(super) const CONSTITUENTS: &str = include_str!("../../assets/tides/constituents.json");

pub(super) fn stations() -> Stations {
    Stations::from_json(STATIONS, CONSTITUENTS).unwrap()
}

pub(super) const DEPTH_JSON: &str = include_str!("../../assets/chart/depth/dover_depth_open.json");
pub(super) const DEPTH_BYTES: &[u8] = include_bytes!("../../assets/chart/depth/dover_depth_open.i16");
pub(super) const STREAM_JSON: &str = include_str!("../../assets/chart/streams/stream_constants.json");
pub(super) const STREAM_BYTES: &[u8] = include_bytes!("../../assets/chart/streams/stream_constants.i16");
pub(super) const STREAM_MASK: &[u8] = include_bytes!("../../assets/chart/streams/stream_mask.u8");

pub(super) fn depths() -> DepthGrid {
    DepthGrid::from_bytes(DEPTH_JSON, DEPTH_BYTES).unwrap()
}

pub(super) fn streams() -> StreamAtlas {
    StreamAtlas::from_bytes(STREAM_JSON, STREAM_BYTES, STREAM_MASK).unwrap()
}
