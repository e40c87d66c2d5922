//! The two cookies: the session's, and the mark of a browser that has signed in before.

use crate::stages::App;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// Name of the session's cookie; browsers keep one with `__Host-` to this server and to TLS.
pub const SESSION: &str = "session";

/// Name of the browser's mark.
pub const DEVICE: &str = "browser";

/// The token of the session, if the browser sent one.
pub fn session_of(app: &App, jar: &CookieJar) -> Option<String> {
    kept(app, jar, SESSION)
}

/// What the browser kept under a name.
pub fn kept(app: &App, jar: &CookieJar, name: &str) -> Option<String> {
    jar.get(&full_name(app, name)).map(|cookie| cookie.value().to_owned())
}

/// The jar with a cookie in it. The session's ends with the browser, the mark stays.
pub fn put(app: &App, jar: CookieJar, name: &str, value: String) -> CookieJar {
    let mut cookie = Cookie::new(full_name(app, name), value);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_path("/");
    cookie.set_secure(behind_tls(app));
    if name != SESSION {
        cookie.make_permanent();
    }
    jar.add(cookie)
}

/// The jar without the session's cookie.
pub fn without(app: &App, jar: CookieJar) -> CookieJar {
    let mut cookie = Cookie::from(full_name(app, SESSION));
    cookie.set_path("/");
    cookie.set_secure(behind_tls(app));
    jar.remove(cookie)
}

/// Whether people reach the server through TLS; then the cookies travel through nothing else.
pub fn behind_tls(app: &App) -> bool {
    app.public_url.starts_with("https://")
}

fn full_name(app: &App, name: &str) -> String {
    let guard = if behind_tls(app) { "__Host-" } else { "" };
    format!("{guard}barometer-{name}")
}
