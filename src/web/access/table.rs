//! The route table of the consoles: every address with the act that it takes, so that a test can walk them all.

use super::act::{Act, ActInfo};
use super::gate::{Gate, gate};
use super::pages::Pages;
use crate::stages::App;
use crate::web::error::panicked;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// One address.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// With names in braces.
    pub path: &'static str,
    /// What it takes.
    pub act: &'static ActInfo,
    /// The page that a form stands on, where it is neither its own address nor the nearest page above it.
    pub page: Option<&'static str>,
}

/// A form that was just added.
#[derive(Debug)]
pub struct Form<'a>(&'a mut Route);

impl Form<'_> {
    /// Names the page that it stands on; names in braces are those of its own address.
    pub fn on(self, page: &'static str) {
        self.0.page = Some(page);
    }
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
    pub fn post<A: Act, H: Handler<T, Arc<App>>, T: 'static>(
        &mut self,
        _: A,
        path: &'static str,
        handler: H,
    ) -> Form<'_> {
        Form(self.add::<A>("POST", path, post(handler)))
    }

    /// A form with a file: it sets its own limit.
    pub fn upload<A: Act, H: Handler<T, Arc<App>>, T: 'static>(
        &mut self,
        _: A,
        path: &'static str,
        handler: H,
    ) -> Form<'_> {
        Form(self.add::<A>("POST", path, post(handler)))
    }

    fn add<A: Act>(&mut self, method: &'static str, path: &'static str, handler: MethodRouter<Arc<App>>) -> &mut Route {
        let door = Gate {
            app: self.app.clone(),
            act: A::INFO,
        };
        // Whoever reads a body limits it; the gate reads those of people whose session is over.
        let guarded = handler
            .layer(CatchPanicLayer::custom(panicked))
            .route_layer(from_fn_with_state(door, gate))
            .layer(DefaultBodyLimit::disable());
        self.router = std::mem::take(&mut self.router).route(path, guarded);
        self.routes.push(Route {
            method,
            path,
            act: A::INFO,
            page: None,
        });
        self.routes.last_mut().expect("one was just added")
    }

    /// Every address of the table.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The pages of the table.
    pub fn pages(&self) -> Pages {
        Pages::of(&self.routes)
    }

    /// The table as a router.
    pub fn into_router(self) -> Router<Arc<App>> {
        self.router
    }
}
