#ifndef PIE_CURL_SHIMS_H
#define PIE_CURL_SHIMS_H

#include <stdbool.h>
#include <stddef.h>

// libcurl behind functions that Swift can call (curl_easy_setopt is variadic), loaded with dlopen when it is first asked for: linking it
// would cost every start 7 ms, also those that never open a connection.

/// How a transfer ended, as far as anybody has to know.
typedef enum {
  PIE_CURL_OK = 0,
  PIE_CURL_BAD_URL,
  PIE_CURL_NOT_HTTP,
  PIE_CURL_NO_PROXY,
  PIE_CURL_NO_HOST,
  PIE_CURL_NO_CONNECTION,
  PIE_CURL_NO_TLS,
  PIE_CURL_BAD_CERTIFICATE,
  PIE_CURL_BAD_CA_FILE,
  PIE_CURL_TIMED_OUT,
  PIE_CURL_CUT_OFF,
  PIE_CURL_BAD_ENCODING,
  /// A callback wanted no more.
  PIE_CURL_STOPPED,
  PIE_CURL_OTHER,
} pie_curl_result;

/// Gets `count` bytes; false ends the transfer.
typedef bool (*pie_curl_receive)(const char *bytes, size_t count, void *context);

typedef struct {
  const char *method;
  const char *url;
  /// Each `Name: value`.
  const char *const *headers;
  size_t header_count;
  /// Copied; NULL for a request without a body.
  const void *body;
  size_t body_count;
  long connect_ms;
  long idle_seconds;
  long total_ms;
  /// NULL for curl's own.
  const char *ca_file;
  const char *ca_folder;
  const char *agent;
  /// One line of a header at a time, its end included.
  pie_curl_receive on_header;
  /// Decoded bytes of the body.
  pie_curl_receive on_body;
  void *context;
} pie_curl_request;

typedef struct pie_curl_transfer pie_curl_transfer;
typedef struct pie_curl_multi pie_curl_multi;

/// Loads libcurl. NULL where it is there, else what is wrong; the text lives as long as the process. Call it once.
const char *pie_curl_load(void);

/// NULL where there is no memory.
pie_curl_multi *pie_curl_multi_make(void);

/// All its transfers are freed before.
void pie_curl_multi_free(pie_curl_multi *multi);

/// Waits up to `ms` for the network or for `pie_curl_multi_wake`, then does what there is to do.
bool pie_curl_multi_step(pie_curl_multi *multi, int ms);

/// The one function that any thread may call.
void pie_curl_multi_wake(pie_curl_multi *multi);

/// A transfer that has ended, and how; NULL where there is none. It stays to be freed.
pie_curl_transfer *pie_curl_multi_next(pie_curl_multi *multi, pie_curl_result *result);

/// Copies all that it is given. NULL where libcurl takes it not.
pie_curl_transfer *pie_curl_transfer_start(pie_curl_multi *multi, const pie_curl_request *request);

/// Ends the transfer, whatever its state.
void pie_curl_transfer_free(pie_curl_multi *multi, pie_curl_transfer *transfer);

void *pie_curl_transfer_context(const pie_curl_transfer *transfer);

/// Whether a connection stood (and its TLS, where there is any).
bool pie_curl_transfer_connected(const pie_curl_transfer *transfer);

/// Runs `body` on a detached thread that takes no signals. False where there is none to be had.
bool pie_curl_thread_start(void (*body)(void *context), void *context);

#endif
