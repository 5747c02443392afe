#include "EmbeddedAssets.h"

// A file of web/: its bytes here, its name in the table below.

static const unsigned char index_html[] = {
#embed "web/index.html"
};

static const unsigned char login_html[] = {
#embed "web/login.html"
};

static const unsigned char app_css[] = {
#embed "web/app.css"
};

static const unsigned char app_js[] = {
#embed "web/app.js"
};

#define FILE_OF(array, name) {name, array, sizeof array}

static const pie_web_asset assets[] = {
    FILE_OF(index_html, "index.html"),
    FILE_OF(login_html, "login.html"),
    FILE_OF(app_css, "app.css"),
    FILE_OF(app_js, "app.js"),
};

const pie_web_asset *pie_web_assets(size_t *count) {
  *count = sizeof assets / sizeof assets[0];
  return assets;
}
