/* Small comforts for the questionnaire. Everything works without this file; it is written for old telephones. */
(function () {
  'use strict';
  var root = document.documentElement;
  var form = document.querySelector('form[data-page]');
  root.className += ' scripted';

  var errors = document.querySelector('.errors, .elsewhere');
  if (errors) { errors.focus(); }
  if (!form || !window.XMLHttpRequest) { return; }

  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var fields = function (name) {
    return Array.prototype.filter.call(form.elements, function (field) { return field.name === name; });
  };

  /* Questions that depend on an answer of this page: hidden until it is given. */
  function chosen(name, codes) {
    return fields(name).some(function (field) { return field.checked && codes.indexOf(field.value) >= 0; });
  }
  function showAndHide() {
    each(form.querySelectorAll('[data-when]'), function (box) {
      var met = box.getAttribute('data-when').split(';').every(function (rule) {
        var at = rule.indexOf('=');
        return chosen(rule.slice(0, at), rule.slice(at + 1).split(','));
      });
      box.hidden = !met;
      /* A hidden answer is not sent, and counts for nothing further down. */
      each(box.querySelectorAll('input, textarea'), function (field) { field.disabled = !met; });
    });
  }

  /* "None of these" and the others push each other out. */
  function exclude(field) {
    if (field.type !== 'checkbox' || !field.checked) { return; }
    var alone = field.hasAttribute('data-exclusive');
    fields(field.name).forEach(function (other) {
      if (other !== field && (alone || other.hasAttribute('data-exclusive'))) { other.checked = false; }
    });
  }

  /* The last saves of this page that the window has seen: a page that "back" brings up again tells what came after it. */
  var own = form.getAttribute('action');
  var seen = document.createElement('input');
  seen.type = 'hidden';
  seen.name = 'seen';
  form.appendChild(seen);
  /* edit.issued.form.base.signature */
  var stated = fields('state')[0].value.split('.');
  var place = 'seen ' + own.split('?')[0] + ' ' + stated[0];
  function recall() {
    try { seen.value = window.sessionStorage.getItem(place) || ''; } catch (e) { seen.value = ''; }
  }
  function remember(save) {
    recall();
    var known = seen.value.split(' ').filter(function (one) { return one && one !== save; });
    known = known.slice(-7).concat(save || []).join(' ');
    try { window.sessionStorage.setItem(place, known); } catch (e) { /* No storage: the careful way without. */ }
  }
  remember(stated[3]);

  function encoded(draft) {
    recall();
    var pairs = draft ? ['draft=1'] : [];
    each(form.elements, function (field) {
      if (!field.name || field.disabled) { return; }
      if ((field.type === 'radio' || field.type === 'checkbox') && !field.checked) { return; }
      pairs.push(encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
    });
    return pairs.join('&');
  }
  function post(body, done, failed) {
    var request = new XMLHttpRequest();
    request.open('POST', form.getAttribute('action'));
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.setRequestHeader('X-Scripted', '1');
    request.timeout = 20000;
    request.onload = function () { done(request); };
    request.onerror = failed;
    request.ontimeout = failed;
    request.send(body);
    return request;
  }

  /* A calm word at the foot of the page. */
  var status = document.createElement('p');
  status.className = 'status';
  status.hidden = true;
  status.setAttribute('role', 'status');
  form.appendChild(status);
  function say(words) {
    status.textContent = words || '';
    status.hidden = !words;
  }

  /* Autosave: two seconds after the last change, quietly; at once when the page is left; again after a failure. */
  var timer = null;
  var draft = null;
  var unsaved = false;
  var sending = false;
  function saveSoon() {
    if (!form.hasAttribute('data-draft')) { return; }
    unsaved = true;
    saveIn(2000);
  }
  function saveIn(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(saveDraft, milliseconds);
  }
  function saveDraft() {
    clearTimeout(timer);
    if (sending || !unsaved) { return; }
    unsaved = false;
    if (draft) { draft.abort(); }
    draft = post(encoded(true), function () { draft = null; }, function () {
      draft = null;
      unsaved = true;
      saveIn(30000);
    });
  }
  /* The telephone is put away: an ordinary request would die with the page. */
  function saveLeaving() {
    if (document.visibilityState !== 'hidden' || sending || !unsaved) { return; }
    if (!navigator.sendBeacon || !window.Blob) { saveDraft(); return; }
    var body = new Blob([encoded(true)], { type: 'application/x-www-form-urlencoded' });
    if (navigator.sendBeacon(form.getAttribute('action'), body)) {
      clearTimeout(timer);
      unsaved = false;
    }
  }
  document.addEventListener('visibilitychange', saveLeaving);

  form.addEventListener('change', function (event) {
    exclude(event.target);
    showAndHide();
    saveSoon();
  });
  form.addEventListener('input', saveSoon);

  /* Sending: once, however often the button is pressed; again by itself when the network comes back. */
  var button = form.querySelector('button');
  var wait = 2000;
  var again = null;
  function release() {
    sending = false;
    button.removeAttribute('aria-disabled');
  }
  function send() {
    clearTimeout(again);
    clearTimeout(timer);
    again = null;
    if (draft) { draft.abort(); }
    post(encoded(false), function (request) {
      var next = request.getResponseHeader('X-Next');
      if (request.status === 200 && next) {
        remember(stated[2]);
        say('');
        window.location.assign(next);
      } else if (request.status >= 502 && request.status <= 504) {
        retryLater();
      } else {
        /* Something to show: let the browser fetch the page itself. Saving twice is saving once. */
        form.submit();
      }
    }, retryLater);
  }
  function retryLater() {
    say(form.getAttribute('data-offline'));
    again = setTimeout(send, wait);
    wait = Math.min(wait * 2, 30000);
  }
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (sending) { return; }
    sending = true;
    button.setAttribute('aria-disabled', 'true');
    send();
  });
  window.addEventListener('online', function () {
    if (again) { send(); } else { saveDraft(); }
  });
  /* Shown again from memory after "back". */
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) { release(); }
    showAndHide();
  });

  /* The bare link shows whatever comes next: under the page's own address "back" finds this page again. */
  if (own.split('?')[0].indexOf(window.location.pathname.replace(/\/$/, '') + '/') === 0 && window.history.replaceState) {
    window.history.replaceState(null, '', own);
  }

  showAndHide();
}());
