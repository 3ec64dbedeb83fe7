//! How does the window come up and go? Bevy around the session: cameras, the ground, egui, and the check
//! by screenshot.
//!
//! In each frame the commands of the last one are applied first; then cameras, ground and egui all show the
//! same state, so nothing lags behind when the chart is dragged.

#![expect(clippy::needless_pass_by_value, reason = "Bevy's systems take their parameters by value")]

use super::camera::Viewport as ChartViewport;
use super::ground::{DepthPicture, triangulate};
use super::layers::Layer;
use super::panels;
use super::session::{Opened, Session};
use super::stage::Stage;
use super::theme::{Theme, mix};
use super::view::UiCommand;
use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::RenderLayers;
use bevy::camera::{CameraOutputMode, ClearColorConfig, ScalingMode, Viewport};
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::{BlendState, Extent3d, TextureDimension, TextureFormat};
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured, save_to_disk};
use bevy::window::PrimaryWindow;
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{EguiContexts, EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What main hands over.
pub struct Launch {
    /// What to show.
    pub opened: Opened,
    /// Plays at once.
    pub autoplay: bool,
    /// Where in the night it opens, ticks.
    pub start_ticks: f64,
    /// Scale of the whole window at first, 1 for 100 %.
    pub ui_scale: f32,
    /// Width and height of the window in pixels; the whole screen if not said.
    pub size: Option<[u32; 2]>,
    /// Saves a picture here and leaves: for checks.
    pub screenshot: Option<PathBuf>,
    /// Seconds of play before the picture.
    pub after_s: f64,
}

/// Why there is no window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Nothing to open it on: the same can be had in the terminal.
    #[error("no display: {0}")]
    NoDisplay(String),
    /// It came up or should have, and failed.
    #[error("the window failed: {0}")]
    Failed(String),
    /// The check by screenshot found something wrong.
    #[error("the check of the window failed: {0}")]
    Check(String),
}

/// Fewest different colours in a picture that is not blank: an empty window has a handful.
const COLOURS_LEAST: usize = 200;
/// Time for the night in a frame, so that the window stays awake at any speed and while scrubbing.
const STEPS_TIME: Duration = Duration::from_millis(12);
/// How long the check waits for its picture.
const PICTURE_WAIT_S: f64 = 60.0;
/// How often the window looks up when nothing moves.
const IDLE: Duration = Duration::from_millis(250);

static ERRORS_LOGGED: AtomicU32 = AtomicU32::new(0);
static COLOURS_SEEN: AtomicUsize = AtomicUsize::new(0);

/// Opens the window and stays until it is closed.
///
/// # Errors
/// If there is no display, the window fails, or the check by screenshot does.
pub fn run(launch: Launch) -> Result<(), WindowError> {
    display_is_there(|name| std::env::var(name).ok())?;
    // What is built on panics where it finds no display or graphics: that becomes an error here.
    let heard = Arc::new(Mutex::new(String::new()));
    let ear = Arc::clone(&heard);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let mut text = ear.lock().unwrap_or_else(PoisonError::into_inner);
        if text.is_empty() {
            *text = info.to_string();
        }
    }));
    let checking = launch.screenshot.is_some();
    let exit = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| build(launch).run()));
    std::panic::set_hook(before);
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match exit {
        Err(_) => Err(in_plain_words(&heard)),
        Ok(_) if checking => judge(ERRORS_LOGGED.load(Ordering::Relaxed), COLOURS_SEEN.load(Ordering::Relaxed)),
        Ok(AppExit::Success) => Ok(()),
        Ok(AppExit::Error(code)) => Err(WindowError::Failed(format!("it left with code {code}"))),
    }
}

/// What a panic of what the window is built on means to a user.
fn in_plain_words(heard: &str) -> WindowError {
    if heard.contains("Failed to build event loop") {
        return WindowError::NoDisplay("the display that DISPLAY names does not answer".to_owned());
    }
    if heard.contains("Unable to find a GPU") {
        let remedy = "no Vulkan driver was found; on Debian and Ubuntu the package mesa-vulkan-drivers brings one";
        return WindowError::NoDisplay(remedy.to_owned());
    }
    WindowError::Failed(heard.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// On X and Wayland the environment says whether there is a display at all.
fn display_is_there(variable: impl Fn(&str) -> Option<String>) -> Result<(), WindowError> {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return Ok(());
    }
    let set = |name: &str| variable(name).is_some_and(|v| !v.is_empty());
    match (set("DISPLAY"), set("WAYLAND_DISPLAY")) {
        (true, _) => Ok(()),
        (false, true) => {
            Err(WindowError::NoDisplay("this is Wayland without XWayland; start with DISPLAY set".to_owned()))
        }
        (false, false) => Err(WindowError::NoDisplay("neither DISPLAY nor WAYLAND_DISPLAY is set".to_owned())),
    }
}

fn judge(errors: u32, colours: usize) -> Result<(), WindowError> {
    match (errors, colours) {
        (0, c) if c >= COLOURS_LEAST => Ok(()),
        (0, 0) => Err(WindowError::Check("no picture was taken".to_owned())),
        (0, c) => Err(WindowError::Check(format!("the picture is blank: {c} colours, expected {COLOURS_LEAST}"))),
        (n, _) => Err(WindowError::Check(format!("{n} errors were logged"))),
    }
}

#[derive(Resource)]
struct Host {
    session: Session,
    commands: Vec<UiCommand>,
    charts: [egui::Rect; 2],
    pixels_per_point: f32,
    step_cost: Duration,
    picture: Option<DepthPicture>,
    ground_of: Option<Arc<Stage>>,
    styled_at: f32,
    check: Option<Check>,
    autoplay: bool,
    maximise: bool,
}

struct Check {
    path: PathBuf,
    after_s: f64,
    asked: bool,
}

#[derive(Component)]
struct ChartView(usize);

#[derive(Component)]
struct DepthSprite;

#[derive(Component)]
struct Land;

fn build(launch: Launch) -> App {
    let theme = Theme::shipped();
    let clear = to_bevy(theme.colours.beyond_chart);
    let mut app = App::new();
    // The smallest screen that everything is laid out for.
    let [w, h] = launch.size.unwrap_or([1366, 768]);
    let mut session = Session::new(theme, launch.opened);
    session.apply(UiCommand::SetUiScale(launch.ui_scale));
    session.apply(UiCommand::Seek(launch.start_ticks));
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin {
                primary_window: Some(Window { title: "Slackwater".to_owned(), resolution: (w, h).into(), ..default() }),
                ..default()
            })
            .set(bevy::log::LogPlugin {
                level: bevy::log::Level::WARN,
                custom_layer: |_| Some(Box::new(CountErrors)),
                ..default()
            }),
    )
    .add_plugins(EguiPlugin::default())
    .insert_resource(ClearColor(clear))
    .insert_resource(Host {
        session,
        commands: Vec::new(),
        charts: [egui::Rect::ZERO; 2],
        pixels_per_point: 1.0,
        step_cost: Duration::from_micros(20),
        picture: None,
        ground_of: None,
        styled_at: 0.0,
        check: launch.screenshot.map(|path| Check { path, after_s: launch.after_s, asked: false }),
        autoplay: launch.autoplay,
        maximise: launch.size.is_none(),
    })
    .add_systems(Startup, set_up)
    .add_systems(Update, (advance, look, lay_ground, paint_depth, darken, photograph).chain())
    .add_systems(EguiPrimaryContextPass, draw);
    app
}

/// Counts what is logged as an error, for the check.
struct CountErrors;

impl<S: bevy::log::tracing::Subscriber> bevy::log::tracing_subscriber::Layer<S> for CountErrors {
    fn on_event(&self, event: &bevy::log::tracing::Event<'_>, _: bevy::log::tracing_subscriber::layer::Context<'_, S>) {
        if *event.metadata().level() == bevy::log::Level::ERROR {
            ERRORS_LOGGED.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn to_bevy(c: egui::Color32) -> Color {
    Color::srgb_u8(c.r(), c.g(), c.b())
}

fn set_up(
    mut commands: Commands,
    mut settings: ResMut<EguiGlobalSettings>,
    mut host: ResMut<Host>,
    mut window: Single<&mut Window, With<PrimaryWindow>>,
) {
    if host.maximise {
        window.set_maximized(true);
    }
    settings.auto_create_primary_context = false;
    for i in 0..2 {
        let clear_color = if i == 0 { ClearColorConfig::Default } else { ClearColorConfig::None };
        let order = isize::try_from(i).unwrap_or_default();
        commands.spawn((Camera2d, Msaa::Off, Camera { order, clear_color, ..default() }, ChartView(i)));
    }
    // The panels' own camera draws over both, and nothing else.
    let over =
        CameraOutputMode::Write { blend_state: Some(BlendState::ALPHA_BLENDING), clear_color: ClearColorConfig::None };
    commands.spawn((
        PrimaryEguiContext,
        Camera2d,
        Msaa::Off,
        RenderLayers::none(),
        Camera { order: 10, output_mode: over, clear_color: ClearColorConfig::Custom(Color::NONE), ..default() },
    ));
    if host.autoplay {
        host.session.apply(UiCommand::PlayPause);
    }
}

/// Applies what was asked for, lets time pass, and keeps the nights at the clock's time.
fn advance(time: Res<Time<Real>>, host: ResMut<Host>, mut winit: ResMut<WinitSettings>) {
    let host = host.into_inner();
    for command in core::mem::take(&mut host.commands) {
        host.session.apply(command);
    }
    let steps = (STEPS_TIME.as_secs_f64() / host.step_cost.as_secs_f64().max(1e-7)) as u32;
    let before = Instant::now();
    // A frame that took long (a window being moved) is no reason to jump ahead.
    let taken = host.session.advance(time.delta_secs_f64().min(0.1), steps.max(2));
    if taken > 0 {
        // Learnt slowly, so that one slow frame changes little.
        host.step_cost = host.step_cost.mul_f64(0.9) + (before.elapsed() / taken).mul_f64(0.1);
    }
    let awake = host.check.is_some() || host.session.is_moving();
    let mode = if awake { UpdateMode::Continuous } else { UpdateMode::reactive(IDLE) };
    if winit.focused_mode != mode {
        *winit = WinitSettings { focused_mode: mode, unfocused_mode: mode };
    }
}

/// Points both cameras at the charts.
fn look(
    host: Res<Host>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut cameras: Query<(&ChartView, &mut Camera, &mut Projection, &mut Transform)>,
) {
    let whole = window.physical_size();
    for (view, mut camera, mut projection, mut transform) in &mut cameras {
        let rect = host.charts[view.0];
        let at = pixels(rect.min, host.pixels_per_point).min(whole.saturating_sub(UVec2::ONE));
        let end = pixels(rect.max, host.pixels_per_point).min(whole);
        let size = end.saturating_sub(at).max(UVec2::ONE);
        camera.is_active = rect.width() > 2.0 && rect.height() > 2.0;
        camera.viewport = Some(Viewport { physical_position: at, physical_size: size, ..default() });
        let chart = host.session.view().camera;
        let metres = chart.metres_per_point as f32;
        *projection = Projection::Orthographic(OrthographicProjection {
            scaling_mode: ScalingMode::Fixed { width: rect.width() * metres, height: rect.height() * metres },
            ..OrthographicProjection::default_2d()
        });
        transform.translation = Vec3::new(chart.centre.x as f32, chart.centre.y as f32, transform.translation.z);
    }
}

fn pixels(p: egui::Pos2, per_point: f32) -> UVec2 {
    UVec2::new((p.x * per_point).round().max(0.0) as u32, (p.y * per_point).round().max(0.0) as u32)
}

/// Lays the land of a scenario's chart when it is new.
fn lay_ground(
    mut commands: Commands,
    mut host: ResMut<Host>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<ColorMaterial>>,
    old: Query<Entity, With<Land>>,
) {
    let stage = Arc::clone(host.session.stage());
    if host.ground_of.as_ref().is_some_and(|s| Arc::ptr_eq(&s.setting.chart, &stage.setting.chart)) {
        return;
    }
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let land = triangulate(stage.setting.chart.coast.polygons().iter().map(|p| p.rings.as_slice()));
    let corners: Vec<[f32; 3]> = land.corners.iter().map(|c| [c[0], c[1], 0.0]).collect();
    let mesh = Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, corners)
        .with_inserted_indices(Indices::U32(land.indices));
    let colour = to_bevy(host.session.view().theme.colours.land);
    commands.spawn((
        Land,
        Mesh2d(meshes.add(mesh)),
        MeshMaterial2d(materials.add(ColorMaterial::from(colour))),
        Transform::from_xyz(0.0, 0.0, 1.0),
    ));
    host.ground_of = Some(stage);
    host.picture = None;
}

/// Keeps the picture of the depth under the view and with the tide.
fn paint_depth(
    mut commands: Commands,
    host: ResMut<Host>,
    mut images: ResMut<Assets<Image>>,
    mut sprites: Query<(Entity, &mut Sprite, &mut Transform, &mut Visibility), With<DepthSprite>>,
) {
    let host = host.into_inner();
    let view = host.session.view();
    let shown = view.layers.shows(Layer::Depth);
    for (_, _, _, mut visibility) in &mut sprites {
        *visibility = if shown { Visibility::Visible } else { Visibility::Hidden };
    }
    let rect = host.charts[0];
    if !shown || rect.width() < 2.0 {
        return;
    }
    let port = ChartViewport { rect, camera: view.camera };
    let (sea, tick) = (view.panes[0].sea(), view.tick());
    if host.picture.as_ref().is_some_and(|p| p.serves(&port, sea, tick, view.night)) {
        return;
    }
    let picture = DepthPicture::paint(&port, sea, tick, view.night, view.theme);
    let (centre, size) = (picture.bounds.centre(), picture.bounds.size());
    let image = Image::new(
        Extent3d { width: picture.size.0, height: picture.size.1, depth_or_array_layers: 1 },
        TextureDimension::D2,
        picture.rgba.clone(),
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    let handle = images.add(image);
    let place = Transform::from_xyz(centre.x as f32, centre.y as f32, 0.0);
    let sprite =
        Sprite { image: handle, custom_size: Some(bevy::math::Vec2::new(size.x as f32, size.y as f32)), ..default() };
    // A handle that is replaced drops its picture.
    if let Ok((_, mut old, mut transform, _)) = sprites.single_mut() {
        *old = sprite;
        *transform = place;
    } else {
        commands.spawn((DepthSprite, sprite, place, Visibility::Visible));
    }
    host.picture = Some(picture);
}

/// Gives land and water the colours of the hour.
fn darken(
    host: Res<Host>,
    mut clear: ResMut<ClearColor>,
    mut materials: ResMut<Assets<ColorMaterial>>,
    land: Query<&MeshMaterial2d<ColorMaterial>, With<Land>>,
    mut water: Query<&mut Sprite, With<DepthSprite>>,
) {
    let view = host.session.view();
    let (c, shade) = (&view.theme.colours, view.shade());
    let beyond = to_bevy(mix(c.beyond_chart, c.beyond_chart_night, shade));
    if clear.0 != beyond {
        clear.0 = beyond;
    }
    let ground = to_bevy(mix(c.land, c.land_night, shade));
    for material in &land {
        // Asked first, since a change sends the material to the graphics card again.
        if materials.get(&material.0).is_some_and(|m| m.color != ground)
            && let Some(mut material) = materials.get_mut(&material.0)
        {
            material.color = ground;
        }
    }
    let tint = to_bevy(mix(egui::Color32::WHITE, c.sea_tint_night, shade));
    for mut sprite in &mut water {
        if sprite.color != tint {
            sprite.color = tint;
        }
    }
}

/// Draws everything in points through egui and gathers what is asked for.
fn draw(mut contexts: EguiContexts, host: ResMut<Host>) -> Result {
    let ctx = contexts.ctx_mut()?.clone();
    let host = host.into_inner();
    let scale = host.session.ui_scale();
    if (host.styled_at - scale).abs() > 1e-3 {
        host.session.view().theme.apply(&ctx);
        ctx.set_zoom_factor(scale);
        host.styled_at = scale;
    }
    host.pixels_per_point = ctx.pixels_per_point();
    let whole = ctx.viewport_rect();
    let ui = egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(whole);
    let mut root = egui::Ui::new(ctx.clone(), "root".into(), ui);
    let mut out = vec![UiCommand::Point(None)];
    {
        let view = host.session.view();
        super::keys::keys(&ctx, &view, &mut out);
        host.charts = panels::window_ui(&mut root, &view, &mut out);
    }
    host.session.laid_out(host.charts[0].size(), whole.width());
    host.commands.extend(out);
    Ok(())
}

/// Takes the picture of the check and leaves.
fn photograph(mut commands: Commands, time: Res<Time<Real>>, mut host: ResMut<Host>, mut exit: MessageWriter<AppExit>) {
    let Some(check) = &mut host.check else { return };
    let now = time.elapsed_secs_f64();
    if !check.asked && now >= check.after_s {
        check.asked = true;
        commands.spawn(Screenshot::primary_window()).observe(save_to_disk(check.path.clone())).observe(count_colours);
    }
    let taken = COLOURS_SEEN.load(Ordering::Relaxed) > 0;
    if check.asked && (taken || now > check.after_s + PICTURE_WAIT_S) {
        exit.write(AppExit::Success);
    }
}

fn count_colours(captured: On<ScreenshotCaptured>) {
    let bytes = captured.image.data.as_deref().unwrap_or_default();
    let colours: BTreeSet<[u8; 3]> = bytes.chunks_exact(4).map(|p| [p[0], p[1], p[2]]).collect();
    COLOURS_SEEN.store(colours.len().max(1), Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_display_it_says_so() {
        let with = |x: Option<&str>, wayland: Option<&str>| {
            display_is_there(|name| if name == "DISPLAY" { x } else { wayland }.map(str::to_owned))
        };
        assert_eq!(with(Some(":0"), None), Ok(()));
        for (x, wayland) in [(None, None), (Some(""), None), (None, Some("wayland-0"))] {
            assert!(matches!(with(x, wayland), Err(WindowError::NoDisplay(_))), "{x:?} {wayland:?}");
        }
    }

    #[test]
    fn known_failures_are_told_in_plain_words() {
        for heard in ["at src/lib.rs: Failed to build event loop: Os(..)", "Unable to find a GPU! Make sure"] {
            assert!(matches!(in_plain_words(heard), WindowError::NoDisplay(ref w) if !w.contains("src/")), "{heard}");
        }
        assert_eq!(in_plain_words("odd\n thing"), WindowError::Failed("odd thing".to_owned()));
    }

    #[test]
    fn a_check_fails_on_errors_and_on_blank_pictures() {
        assert_eq!(judge(0, 5000), Ok(()));
        for (errors, colours) in [(1, 5000), (0, 3), (0, 0)] {
            assert!(judge(errors, colours).is_err());
        }
    }
}
