// helm-template renders a chart with the engine that Helm is made of (text/template and sprig), for machines that have
// Go and no Helm. It reads {"chart", "files", "templates", "values", "release"} as JSON, and writes the rendered
// templates with --- between.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
)

type request struct {
	Chart     map[string]interface{} `json:"chart"`
	Files     map[string]string      `json:"files"`
	Templates map[string]string      `json:"templates"`
	Values    map[string]interface{} `json:"values"`
	Release   map[string]interface{} `json:"release"`
}

type files map[string]string

// Get is what templates call as .Files.Get.
func (f files) Get(name string) string { return f[name] }

func main() {
	if err := render(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func render() error {
	var in request
	decoder := json.NewDecoder(os.Stdin)
	// Numbers stay as they are written; as floats, 1000000 would become 1e+06.
	decoder.UseNumber()
	if err := decoder.Decode(&in); err != nil {
		return err
	}
	root := template.New("chart").Option("missingkey=zero").Funcs(sprig.TxtFuncMap())
	root.Funcs(template.FuncMap{
		"include": func(name string, data interface{}) (string, error) {
			var out strings.Builder
			err := root.ExecuteTemplate(&out, name, data)
			return out.String(), err
		},
		"toYaml": func(value interface{}) string { return strings.TrimPrefix(block(value, ""), "\n") },
	})
	names := make([]string, 0, len(in.Templates))
	for name, text := range in.Templates {
		if _, err := root.New(name).Parse(text); err != nil {
			return err
		}
		names = append(names, name)
	}
	sort.Strings(names)
	data := map[string]interface{}{
		"Chart": in.Chart, "Files": files(in.Files), "Values": in.Values, "Release": in.Release,
	}
	for _, name := range names {
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		var out strings.Builder
		if err := root.ExecuteTemplate(&out, name, data); err != nil {
			return err
		}
		fmt.Printf("---\n%s\n", out.String())
	}
	return nil
}

// block writes a value as block style YAML; scalars and what is empty as JSON, which is YAML too.
func block(value interface{}, indent string) string {
	var out strings.Builder
	switch value := value.(type) {
	case map[string]interface{}:
		keys := make([]string, 0, len(value))
		for key := range value {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			out.WriteString("\n" + indent + key + ":" + block(value[key], indent+"  "))
		}
	case []interface{}:
		for _, item := range value {
			out.WriteString("\n" + indent + "-" + block(item, indent+"  "))
		}
	}
	if out.Len() > 0 {
		return out.String()
	}
	text, _ := json.Marshal(value)
	return " " + string(text)
}
