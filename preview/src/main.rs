//! Starts the preview: the demo data, the port, the backend, one line, and a clean stop.

use std::{
    ffi::OsString,
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
    sync::{Arc, Mutex},
};

use sidetone_preview::{
    args::{Args, ArgsError},
    child::{Child, ChildError, Plan},
    clock,
    code::{self, CodeError},
    front, names, serve,
    state::{self, Preview},
    switches::Switches,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// Why the preview did not start.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error("The file {0} could not be read: {1}. Check --sdk.")]
    Sdk(String, std::io::Error),
    #[error("The folder {0} could not be made: {1}. Check --data.")]
    Data(String, std::io::Error),
    #[error("Port {0} cannot be used: {1}. Stop what uses it or choose another with --port.")]
    Port(u16, std::io::Error),
    #[error("The system gives no signals: {0}.")]
    Signals(std::io::Error),
    #[error(transparent)]
    Store(#[from] CodeError),
    #[error(transparent)]
    Backend(#[from] ChildError),
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = match Args::read(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(help @ ArgsError::Help) => {
            println!("{help}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match run(args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), StartError> {
    let sdk = args.sdk.join("dist/main.js");
    let sdk = std::fs::read(&sdk).map_err(|e| StartError::Sdk(sdk.display().to_string(), e))?;
    std::fs::create_dir_all(&args.data)
        .map_err(|error| StartError::Data(args.data.display().to_string(), error))?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartError::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(StartError::Signals)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await;
    let listener = listener.map_err(|error| StartError::Port(args.port, error))?;
    let port = listener.local_addr().map_or(args.port, |address| address.port());
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));

    let control_token = clock::random_id();
    let plan =
        Plan { program: args.backend.clone(), settings: settings(&args, address, &control_token) };
    let client = state::client();
    let (child, upstream) = Child::new(plan, client.clone());
    let (issue_code, invite) = code::open(&args.data, args.empty).await?;
    let preview = Arc::new(Preview {
        port,
        upstream,
        client,
        issue_code,
        invite,
        switches: Switches::default(),
        rest: Default::default(),
        oauth: Default::default(),
        far_ends: Mutex::default(),
        windows: Mutex::default(),
        control_token,
        child: Some(child.clone()),
        sdk: sdk.into(),
    });
    if !args.empty {
        preview.oauth.begin_with_the_demos_link();
    }
    // The port answers before the backend is ready, because the backend may ask HubSpot's side.
    let serving = tokio::spawn(serve::serve(listener, front::router(preview)));

    let stopped = tokio::select! {
        started = child.start() => started.map(|()| false)?,
        _ = interrupt.recv() => true,
        _ = terminate.recv() => true,
    };
    // Stopped during its start, the backend is killed together with the task that owns it.
    if !stopped {
        println!("Sidetone preview: http://{}:{port}/", names::HUBSPOT);
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        child.stop().await;
    }
    serving.abort();
    Ok(())
}

/// The backend's settings by environment. Those of the caller that are not named here are passed
/// on unchanged; the allowed origins are added to the caller's.
fn settings(args: &Args, own: SocketAddr, control_token: &str) -> Vec<(String, OsString)> {
    let port = own.port();
    let hubspot = format!("http://{}:{port}", names::HUBSPOT);
    let more = std::env::var("SIDETONE_ALLOWED_ORIGINS").unwrap_or_default();
    let second = format!("http://{}:{port}", names::SECOND);
    let mut origins = vec![hubspot.clone(), second, more];
    origins.retain(|origin| !origin.is_empty());
    // This stand-in's search knows a new record at once, unless a fault says otherwise.
    let delay = std::env::var_os("SIDETONE_RECORD__INDEX_DELAY_MS").unwrap_or_else(|| "0".into());
    // Nobody waits for pretended calls to end, unless that is what is tried.
    let drain = std::env::var_os("SIDETONE_CALLS__DRAIN_FOR_S").unwrap_or_else(|| "0".into());
    let text: [(&str, OsString); 10] = [
        ("PUBLIC_URL", format!("http://{}:{port}", names::OURS).into()),
        ("ALLOWED_ORIGINS", origins.join(",").into()),
        ("HUBSPOT__API_URL", format!("http://{own}/hubspot-api").into()),
        ("HUBSPOT__UI_URL", hubspot.into()),
        ("SIMULATED_PHONE__CONTROL_TOKEN", control_token.into()),
        ("DATA_DIR", args.data.clone().into()),
        ("RECORD__INDEX_DELAY_MS", delay),
        ("CALLS__DRAIN_FOR_S", drain),
        ("WIDGET_DIR", args.widget.clone().into()),
        ("CONSOLE_DIR", args.console.clone().into()),
    ];
    text.into_iter().map(|(name, value)| (format!("SIDETONE_{name}"), value)).collect()
}
