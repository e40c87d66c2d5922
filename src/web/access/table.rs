//! The route table of the consoles: every address with the act that it takes, so that a test can walk them all.

use super::act::{Act, ActInfo};
use super::gate::{Gate, gate};
use crate::stages::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

/// One address.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// With names in braces.
    pub path: &'static str,
    /// What it takes.
    pub act: &'static ActInfo,
}

/// Routes with their doors.
#[derive(Debug)]
pub struct Table {
    app: Arc<App>,
    router: Router<Arc<App>>,
    routes: Vec<Route>,
}

impl Table {
    /// An empty table.
    pub fn new(app: &Arc<App>) -> Table {
        Table {
            app: app.clone(),
            router: Router::new(),
            routes: Vec::new(),
        }
    }

    /// A page.
    pub fn get<A: Act, H: Handler<T, Arc<App>>, T: 'static>(&mut self, _: A, path: &'static str, handler: H) {
        self.add::<A>("GET", path, get(handler));
    }

    /// A form.
    pub fn post<A: Act, H: Handler<T, Arc<App>>, T: 'static>(&mut self, _: A, path: &'static str, handler: H) {
        self.add::<A>("POST", path, post(handler));
    }

    /// A form with a file: it sets its own limit.
    pub fn upload<A: Act, H: Handler<T, Arc<App>>, T: 'static>(&mut self, _: A, path: &'static str, handler: H) {
        self.add::<A>("POST", path, post(handler).layer(DefaultBodyLimit::disable()));
    }

    fn add<A: Act>(&mut self, method: &'static str, path: &'static str, handler: MethodRouter<Arc<App>>) {
        let door = Gate {
            app: self.app.clone(),
            act: A::INFO,
        };
        let guarded = handler.route_layer(from_fn_with_state(door, gate));
        self.router = std::mem::take(&mut self.router).route(path, guarded);
        self.routes.push(Route {
            method,
            path,
            act: A::INFO,
        });
    }

    /// Every address of the table.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The table as a router.
    pub fn into_router(self) -> Router<Arc<App>> {
        self.router
    }
}
