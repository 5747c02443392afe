#include "CurlShims.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#if LIBCURL_VERSION_NUM < 0x075500
#error "libcurl 7.85 or newer is needed"
#endif

#ifdef __APPLE__
static const char *const names[] = {"/usr/lib/libcurl.4.dylib", "libcurl.4.dylib"};
#else
static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif

// The functions of libcurl that are called, by their own names and types.
#define EACH(F) \
  F(easy_init) F(easy_setopt) F(easy_cleanup) F(easy_getinfo) F(slist_append) F(slist_free_all) F(global_init) F(version_info) \
  F(multi_init) F(multi_cleanup) F(multi_add_handle) F(multi_remove_handle) F(multi_perform) F(multi_poll) F(multi_wakeup) F(multi_info_read)

#define DECLARE(name) __typeof__(curl_##name) *name;
static struct { EACH(DECLARE) } curl;

struct pie_curl_transfer {
  CURL *easy;
  struct curl_slist *headers;
  pie_curl_receive on_header, on_body;
  void *context;
};

const char *pie_curl_load(void) {
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return "libcurl is not installed";
#define FIND(name) \
  if (!(curl.name = (__typeof__(curl_##name) *)dlsym(library, "curl_" #name))) return "the libcurl that is installed is too old; 7.85 or newer is needed";
  EACH(FIND)
  if (curl.version_info(CURLVERSION_NOW)->version_num < 0x075500) return "the libcurl that is installed is too old; 7.85 or newer is needed";
  if (curl.global_init(CURL_GLOBAL_DEFAULT)) return "libcurl does not start";
  return NULL;
}

// The multi interface ------------------------------------------------------------------------------------------------------------

static CURLM *handle(pie_curl_multi *multi) { return (CURLM *)multi; }

pie_curl_multi *pie_curl_multi_make(void) { return (pie_curl_multi *)curl.multi_init(); }

void pie_curl_multi_free(pie_curl_multi *multi) { curl.multi_cleanup(handle(multi)); }

bool pie_curl_multi_step(pie_curl_multi *multi, int ms) {
  // In this order: what the work completes is there to be asked for before anything waits again. A new transfer is due at once.
  int running = 0;
  return !curl.multi_poll(handle(multi), NULL, 0, ms, NULL) && !curl.multi_perform(handle(multi), &running);
}

void pie_curl_multi_wake(pie_curl_multi *multi) { curl.multi_wakeup(handle(multi)); }

static pie_curl_result result_of(CURLcode code) {
  switch (code) {
    case CURLE_OK: return PIE_CURL_OK;
    case CURLE_URL_MALFORMAT: return PIE_CURL_BAD_URL;
    case CURLE_UNSUPPORTED_PROTOCOL: return PIE_CURL_NOT_HTTP;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return PIE_CURL_NO_PROXY;
    case CURLE_COULDNT_RESOLVE_HOST: return PIE_CURL_NO_HOST;
    case CURLE_COULDNT_CONNECT: return PIE_CURL_NO_CONNECTION;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER: return PIE_CURL_NO_TLS;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return PIE_CURL_BAD_CERTIFICATE;
    case CURLE_SSL_CACERT_BADFILE: return PIE_CURL_BAD_CA_FILE;
    case CURLE_OPERATION_TIMEDOUT: return PIE_CURL_TIMED_OUT;
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_WEIRD_SERVER_REPLY: return PIE_CURL_CUT_OFF;
    case CURLE_BAD_CONTENT_ENCODING: return PIE_CURL_BAD_ENCODING;
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: return PIE_CURL_STOPPED;
    default: return PIE_CURL_OTHER;
  }
}

pie_curl_transfer *pie_curl_multi_next(pie_curl_multi *multi, pie_curl_result *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl.multi_info_read(handle(multi), &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = result_of(message->data.result);
    char *transfer = NULL;
    curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    return (pie_curl_transfer *)transfer;
  }
  return NULL;
}

// A transfer ---------------------------------------------------------------------------------------------------------------------

static size_t receive_header(char *bytes, size_t size, size_t count, void *transfer) {
  pie_curl_transfer *t = transfer;
  return t->on_header(bytes, size * count, t->context) ? size * count : 0;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *transfer) {
  pie_curl_transfer *t = transfer;
  return t->on_body(bytes, size * count, t->context) ? size * count : 0;
}

static bool configure(pie_curl_transfer *t, const pie_curl_request *r) {
  for (size_t i = 0; i < r->header_count; i++) {
    struct curl_slist *longer = curl.slist_append(t->headers, r->headers[i]);
    if (!longer) return false;
    t->headers = longer;
  }
#define SET(option, value) \
  if (curl.easy_setopt(t->easy, CURLOPT_##option, value)) return false;
  SET(URL, r->url)
  SET(CUSTOMREQUEST, r->method)
  SET(HTTPHEADER, t->headers)
  if (r->body) {
    SET(POSTFIELDSIZE_LARGE, (curl_off_t)r->body_count)
    SET(COPYPOSTFIELDS, r->body)
  }
  SET(PRIVATE, (char *)t)
  SET(HEADERFUNCTION, receive_header)
  SET(HEADERDATA, t)
  SET(WRITEFUNCTION, receive_body)
  SET(WRITEDATA, t)
  SET(SUPPRESS_CONNECT_HEADERS, 1L)
  SET(USERAGENT, r->agent)
  // A request with a key goes where it was sent, and nowhere else; nor does curl look for passwords in ~/.netrc.
  SET(FOLLOWLOCATION, 0L)
  SET(PROTOCOLS_STR, "http,https")
  SET(NETRC, (long)CURL_NETRC_IGNORED)
  SET(SSL_VERIFYPEER, 1L)
  SET(SSL_VERIFYHOST, 2L)
  SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2)
  if (r->ca_file) SET(CAINFO, r->ca_file)
  if (r->ca_folder) SET(CAPATH, r->ca_folder)
  SET(NOSIGNAL, 1L)
  SET(TCP_KEEPALIVE, 1L)
  SET(CONNECTTIMEOUT_MS, r->connect_ms)
  SET(TIMEOUT_MS, r->total_ms)
  SET(LOW_SPEED_LIMIT, 1L)
  SET(LOW_SPEED_TIME, r->idle_seconds)
  // Several requests to one server share a connection where it speaks HTTP/2.
  SET(HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS)
  if (!strncmp(r->url, "https:", 6)) SET(PIPEWAIT, 1L)
  // gzip and what else this libcurl decodes; a libcurl without any of it knows no such option.
  curl.easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "");
  return true;
}

static void release(pie_curl_transfer *t) {
  if (t->easy) curl.easy_cleanup(t->easy);
  curl.slist_free_all(t->headers);
  free(t);
}

pie_curl_transfer *pie_curl_transfer_start(pie_curl_multi *multi, const pie_curl_request *request) {
  pie_curl_transfer *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->on_header = request->on_header;
  t->on_body = request->on_body;
  t->context = request->context;
  t->easy = curl.easy_init();
  if (!t->easy || !configure(t, request) || curl.multi_add_handle(handle(multi), t->easy)) {
    release(t);
    return NULL;
  }
  return t;
}

void pie_curl_transfer_free(pie_curl_multi *multi, pie_curl_transfer *transfer) {
  curl.multi_remove_handle(handle(multi), transfer->easy);
  release(transfer);
}

void *pie_curl_transfer_context(const pie_curl_transfer *transfer) { return transfer->context; }

bool pie_curl_transfer_connected(const pie_curl_transfer *transfer) {
  curl_off_t microseconds = 0;
  return !curl.easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds) && microseconds > 0;
}

// The thread ---------------------------------------------------------------------------------------------------------------------

struct start {
  void (*body)(void *);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  start.body(start.context);
  return NULL;
}

bool pie_curl_thread_start(void (*body)(void *), void *context) {
  struct start *start = malloc(sizeof *start);
  if (!start) return false;
  *start = (struct start){body, context};
  // the new thread inherits the mask: signals are for the program's other threads
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  bool started = !pthread_create(&thread, NULL, run, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (started) {
    pthread_detach(thread);
  } else {
    free(start);
  }
  return started;
}
