#include "EmbeddedAssets.h"

// A file of web/, or an example that the page offers: its bytes here, its name in the table below.

static const unsigned char index_html[] = {
#embed "web/index.html"
};

static const unsigned char login_html[] = {
#embed "web/login.html"
};

static const unsigned char base_css[] = {
#embed "web/base.css"
};

static const unsigned char page_css[] = {
#embed "web/page.css"
};

static const unsigned char login_css[] = {
#embed "web/login.css"
};

static const unsigned char print_css[] = {
#embed "web/print.css"
};

static const unsigned char icon_svg[] = {
#embed "web/icon.svg"
};

static const unsigned char api_js[] = {
#embed "web/api.js"
};

static const unsigned char app_js[] = {
#embed "web/app.js"
};

static const unsigned char boot_js[] = {
#embed "web/boot.js"
};

static const unsigned char dom_js[] = {
#embed "web/dom.js"
};

static const unsigned char files_js[] = {
#embed "web/files.js"
};

static const unsigned char insights_js[] = {
#embed "web/insights.js"
};

static const unsigned char language_js[] = {
#embed "web/language.js"
};

static const unsigned char linking_js[] = {
#embed "web/linking.js"
};

static const unsigned char login_js[] = {
#embed "web/login.js"
};

static const unsigned char medications_js[] = {
#embed "web/medications.js"
};

static const unsigned char note_js[] = {
#embed "web/note.js"
};

static const unsigned char organs_js[] = {
#embed "web/organs.js"
};

static const unsigned char posology_js[] = {
#embed "web/posology.js"
};

static const unsigned char problems_js[] = {
#embed "web/problems.js"
};

static const unsigned char record_js[] = {
#embed "web/record.js"
};

static const unsigned char results_js[] = {
#embed "web/results.js"
};

static const unsigned char rhythm_js[] = {
#embed "web/rhythm.js"
};

static const unsigned char settings_js[] = {
#embed "web/settings.js"
};

static const unsigned char strings_js[] = {
#embed "web/strings.js"
};

static const unsigned char trouble_js[] = {
#embed "web/trouble.js"
};

static const unsigned char words_en_js[] = {
#embed "web/words-en.js"
};

static const unsigned char words_fr_js[] = {
#embed "web/words-fr.js"
};

static const unsigned char example_discharge_fr_txt[] = {
#embed "../../Examples/discharge-report.fr.txt"
};

static const unsigned char example_clinic_en_txt[] = {
#embed "../../Examples/clinic-letter.en.txt"
};

static const unsigned char example_prescription_fr_txt[] = {
#embed "../../Examples/prescription.fr.txt"
};

#define FILE_OF(array, name) {name, array, sizeof array}

static const pie_web_asset assets[] = {
    FILE_OF(index_html, "index.html"),
    FILE_OF(login_html, "login.html"),
    FILE_OF(base_css, "base.css"),
    FILE_OF(page_css, "page.css"),
    FILE_OF(login_css, "login.css"),
    FILE_OF(print_css, "print.css"),
    FILE_OF(icon_svg, "icon.svg"),
    FILE_OF(api_js, "api.js"),
    FILE_OF(app_js, "app.js"),
    FILE_OF(boot_js, "boot.js"),
    FILE_OF(dom_js, "dom.js"),
    FILE_OF(files_js, "files.js"),
    FILE_OF(insights_js, "insights.js"),
    FILE_OF(language_js, "language.js"),
    FILE_OF(linking_js, "linking.js"),
    FILE_OF(login_js, "login.js"),
    FILE_OF(medications_js, "medications.js"),
    FILE_OF(note_js, "note.js"),
    FILE_OF(organs_js, "organs.js"),
    FILE_OF(posology_js, "posology.js"),
    FILE_OF(problems_js, "problems.js"),
    FILE_OF(record_js, "record.js"),
    FILE_OF(results_js, "results.js"),
    FILE_OF(rhythm_js, "rhythm.js"),
    FILE_OF(settings_js, "settings.js"),
    FILE_OF(strings_js, "strings.js"),
    FILE_OF(trouble_js, "trouble.js"),
    FILE_OF(words_en_js, "words-en.js"),
    FILE_OF(words_fr_js, "words-fr.js"),
    FILE_OF(example_discharge_fr_txt, "example-discharge.fr.txt"),
    FILE_OF(example_clinic_en_txt, "example-clinic.en.txt"),
    FILE_OF(example_prescription_fr_txt, "example-prescription.fr.txt"),
};

const pie_web_asset *pie_web_assets(size_t *count) {
  *count = sizeof assets / sizeof assets[0];
  return assets;
}
