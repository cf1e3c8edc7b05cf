//! The preview server: pages from memory, a reload when the sources change. Never touches the output folder.
//!
//! Bound to the loopback address only. A request that names another host is refused, so that no website can
//! reach the preview through a name of its own (DNS rebinding).
#![allow(clippy::disallowed_methods, reason = "listens, and watches folders")]

#[cfg(feature = "serve")]
mod http;
#[cfg(feature = "serve")]
mod watch;

#[cfg(feature = "serve")]
pub use enabled::{Preview, bind, serve};

#[cfg(feature = "serve")]
mod enabled {
    use std::collections::BTreeMap;
    use std::io;
    use std::net::{Ipv4Addr, TcpListener};
    use std::path::PathBuf;
    use std::sync::{Arc, RwLock};

    use tokio::sync::broadcast;

    use super::{http, watch};
    use crate::artifact::OutputPath;

    /// What a build gave.
    pub enum Preview {
        /// Every file of the site.
        Built(BTreeMap<OutputPath, Vec<u8>>),
        /// Why there is no site, for people.
        Failed(String),
    }

    /// What is served now. A failed build keeps the pages of the last good one.
    #[derive(Default)]
    pub(super) struct State {
        pub files: BTreeMap<OutputPath, Vec<u8>>,
        pub failure: Option<String>,
    }

    impl State {
        fn update(&mut self, preview: Preview) {
            match preview {
                Preview::Built(files) => *self = State { files, failure: None },
                Preview::Failed(failure) => self.failure = Some(failure),
            }
        }
    }

    /// Takes the port, or any free one for 0, and tells which it is.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn bind(port: u16) -> io::Result<(TcpListener, u16)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    }

    /// Builds, serves, and builds again whenever something in `watched` changes; returns only on an error.
    ///
    /// # Errors
    /// When the folders cannot be watched.
    pub fn serve(
        listener: TcpListener,
        watched: &[PathBuf],
        build: impl Fn() -> Preview,
        ready: impl FnOnce(),
    ) -> io::Result<()> {
        let changes = watch::watch(watched)?;
        let state = Arc::new(RwLock::new(State::default()));
        let (reload, _) = broadcast::channel(16);
        update(&state, build());
        let server = http::spawn(listener, Arc::clone(&state), reload.clone())?;
        ready();
        while changes.wait() && !server.is_finished() {
            update(&state, build());
            // Nobody listening is fine: no page is open.
            let _ = reload.send(());
        }
        server.join().unwrap_or_else(|_| Err(io::Error::other("the server thread failed")))
    }

    fn update(state: &RwLock<State>, preview: Preview) {
        state.write().expect("no thread panics while it holds the lock").update(preview);
    }
}
