#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, and Swift cannot call
// variadic C functions. Each function here fixes one type of the last argument.

CURLcode linli_easy_set_long(CURL *easy, CURLoption option, long value);
/// libcurl copies the text. NULL sets the option back.
CURLcode linli_easy_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode linli_easy_set_pointer(CURL *easy, CURLoption option, void *value);
/// libcurl does not copy the list: it must live until the transfer is over.
CURLcode linli_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
/// libcurl copies the bytes.
CURLcode linli_easy_set_body(CURL *easy, const void *bytes, size_t count);

/// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
CURLcode linli_easy_set_receiver(CURL *easy, CURLoption option, curl_write_callback receiver);
CURLcode linli_easy_set_socket_opener(CURL *easy, curl_opensocket_callback opener);
CURLcode linli_easy_set_request_guard(CURL *easy, curl_prereq_callback guard);
/// http and https, nothing else, whatever libcurl was built with.
CURLcode linli_easy_limit_protocols(CURL *easy);

CURLcode linli_easy_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode linli_easy_get_pointer(CURL *easy, CURLINFO info, void **value);

CURLMcode linli_multi_set_long(CURLM *multi, CURLMoption option, long value);

#endif
