using RasterAnalysis.Models.PythonFunctions;

namespace RasterAnalysis.Core.Tests.Models.PythonFunctions;

/// <summary>Files in the shapes that raster functions of packages have.</summary>
public sealed class RealisticFunctionTests
{
    /// <summary>An outer class that hands its list on to the class of the framework.</summary>
    private const string OuterAndChild =
        """"
        # -*- coding: utf-8 -*-
        """A classifier.  def getParameterInfo(self): return []"""
        from __future__ import annotations
        import json, os, sys
        import numpy as np

        sys.path.append(os.path.dirname(__file__))
        DESCRIPTION = ('Pixels on each side '
                       "that are read as context.")
        BATCH = 0x8

        class ChildImageClassifier(object):
            def initialize(self, model, model_as_file):
                self.json_info = json.load(open(model)) if model_as_file else json.loads(model)

            def getParameterInfo(self, required_parameters):
                required_parameters.extend([
                    {
                        'name': 'padding', 'dataType': 'numeric', 'value': 56, 'required': False,
                        'displayName': 'Padding', 'description': DESCRIPTION,
                    },
                    {
                        'name': 'threshold',
                        'dataType': 'numeric',
                        'value': self.json_info.get('Threshold', 0.5),   # worked out
                        'required': False,
                        'displayName': 'Threshold',
                    },
                ])
                return required_parameters

        class LandCoverClassifier:
            def __init__(self):
                self.name, self.description = 'Image Classifier', "It's one"

            def getParameterInfo(self):
                required_parameters = [
                    {'name': 'raster', 'dataType': 'raster', 'required': True, 'displayName': "Raster", 'description': 'Input raster'},
                    {'name': 'model', 'dataType': 'string', 'required': True, 'displayName': 'Model', 'description': 'An .emd'},
                    {'name': 'device', 'dataType': 'numeric', 'required': False, 'displayName': 'Device', 'description': 'Id'},
                ]

                if 'BatchSize' not in self.json_info:
                    required_parameters.append(
                        {
                            'name': 'batch_size',
                            'dataType': 'numeric',
                            'value': BATCH,
                            'required': False,
                            'displayName': 'Batch size', 'description': """How many tiles
        in one run""",
                        }
                    )

                return self.child_image_classifier.getParameterInfo(required_parameters)

            def getConfiguration(self, **scalars):
                return {'extractBands': tuple(self.json_info['ExtractBands']), 'padding': int(scalars['padding'])}
        """";

    /// <summary>One class with everything, texts for booleans and a domain.</summary>
    private const string OneClass =
        """
        class ArcGISImageClassifier:
        	def getParameterInfo(self) -> list[dict]:
        		params: list = []
        		params += [dict(name="raster", dataType="raster", required=True)]
        		entry = {"name": "predict_background", "dataType": "string", "required": False, "domain": ("True", "False")}
        		entry["value"] = "True"; params.append(entry)
        		params.append({"name": "test_time_augmentation", "dataType": "GPString", "value": "False", "domain": ["True", "False"]})
        		params.append({"name": "radiometric_offset", "dataType": "GPLong", "value": -1_000, "required": True, "displayName": "Offset"})
        		params.append({"name": "merge_policy", "value": None})
        		return params
        """;

    [Fact]
    public void Outer_class_and_child_are_read_as_one()
    {
        var function = PythonFunctionReader.Read(OuterAndChild, "LandCoverClassifier.py");

        Assert.Equal(["batch_size", "padding", "threshold"], function.Arguments.Select(argument => argument.Name));
        Assert.Equal(["8", "56", null], function.Arguments.Select(argument => argument.Value));
        Assert.Equal("Pixels on each side that are read as context.", function.Arguments[1].Description);
        Assert.Equal("How many tiles\nin one run", function.Arguments[0].Description);
        Assert.Equal("Batch size", function.Arguments[0].DisplayName);
        Assert.All(function.Arguments, argument => Assert.Equal(("numeric", false), (argument.DataType, argument.IsRequired)));
        Assert.Equal(
            ["LandCoverClassifier.py: the default of threshold is worked out (line 25: self.json_info.get('Threshold',0.5))"],
            function.Warnings.Select(warning => warning[..warning.IndexOf(" and is not known", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void One_class_with_tabs_is_read_whatever_its_line_ends(string lineEnd)
    {
        var function = PythonFunctionReader.Read('\uFEFF' + OneClass.ReplaceLineEndings(lineEnd), "ArcGISImageClassifier.py");

        Assert.Empty(function.Warnings);
        Assert.Equal(
            [("predict_background", "string", "True"), ("test_time_augmentation", "string", "False"), ("radiometric_offset", "numeric", "-1000"), ("merge_policy", "string", null)],
            function.Arguments.Select(argument => (argument.Name, argument.DataType, argument.Value)));
        Assert.Equal(["True", "False"], function.Arguments[0].Domain);
        Assert.Equal((true, "Offset"), (function.Arguments[2].IsRequired, function.Arguments[2].DisplayName));
    }

    [Theory]
    [InlineData("return [{'name': n} for n in ('a', 'b')]", "some arguments are worked out (line 3: {'name':n}forn")]
    [InlineData("return self.parameters", "returns something that is worked out (line 3: self.parameters)")]
    [InlineData("return None", "returns no list")]
    [InlineData("pass", "returns no list")]
    [InlineData("return [{'value': 1}]", "an argument has no readable name")]
    [InlineData("return [{'name': 'a' + b}]", "an argument has no readable name")]
    [InlineData("return [{'name': f'a'}]", "an argument has no readable name")]
    [InlineData("return [{'name': 'a', 'value': f'{x}'}]", "the default of a is worked out (line 3: ")]
    [InlineData("return [{'name': 'a', 'value': 2 * 3}]", "the default of a is worked out (line 3: 2*3")]
    [InlineData("return [{'name': 'a', 'value': 1 if x else 2}]", "the default of a is worked out (line 3: 1ifxelse2")]
    [InlineData("return [{'name': 'a', 'value': 3j}]", "the default of a is worked out (line 3: 3j")]
    [InlineData("return [{'name': 'a', 'value': [1, 2]}]", "the default of a is neither a text nor a number nor a boolean")]
    [InlineData("return [*others, {'name': 'a'}]", "some arguments are worked out (line 3: *others")]
    [InlineData("return [{**base, 'name': 'a'}] + more", "returns something that is worked out")]
    [InlineData("p = []\n  for n in names:\n    p.append({'name': n})\n  return p", "some arguments are worked out (line 5: ")]
    [InlineData("p = []\n  p.sort()\n  return p", "some arguments are worked out (line 4: ")]
    [InlineData("p = [{'name': 'a', 'value': 1}]\n  if x:\n    p.append({'name': 'A', 'value': 2})\n  return p", "A is listed more than once with different defaults")]
    [InlineData("p = []\n  return self.child.getParameterInfo(p)", "some arguments are worked out (line 4: getParameterInfo(p) of another class")]
    [InlineData("return [", "is no Python that can be read ('[' is never closed, at line 4)")]
    [InlineData("return [}", "'}' cannot close '[', at line 3")]
    [InlineData("return 'abc", "a text has no closing quote, at line 3")]
    [InlineData("return [] $", "the character U+0024 is not expected, at line 3")]
    public void What_cannot_be_read_is_said(string body, string expected)
    {
        var function = PythonFunctionReader.Read($"class F:\n def getParameterInfo(self):\n  {body}\n", "F.py");

        Assert.Contains(function.Warnings, warning => warning.StartsWith("F.py: ", StringComparison.Ordinal) && warning.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_without_the_method_is_said_to_have_none() => Assert.Equal(
        ["F.py: has no class with a method getParameterInfo, so its arguments are not known."],
        PythonFunctionReader.Read("def getParameterInfo(self): return []\nclass F: pass\n", "F.py").Warnings);

    [Theory]
    [InlineData("X = 'one'", "one")]
    [InlineData("X = 'one'\nX = 'two'", null)]
    [InlineData("X = 'one'\nif y:\n  X = 'two'", null)]
    [InlineData("X = 'one'\nX += 'two'", null)]
    [InlineData("X = make()", null)]
    [InlineData("Y = 'o'\nX = Y + 'ne'", "one")]
    public void A_name_stands_for_a_literal_that_it_is_given_once(string module, string? expected)
    {
        var function = PythonFunctionReader.Read($"{module}\nclass F:\n def getParameterInfo(self): return [{{'name': 'a', 'value': X}}]\n", "F.py");

        Assert.Equal(expected, Assert.Single(function.Arguments).Value);
        Assert.Equal(expected is null, function.Warnings.Count == 1);
    }

    [Fact]
    public void The_class_that_is_called_like_the_file_is_the_function()
    {
        const string Text = "class A:\n def getParameterInfo(self): return [{'name': 'a'}]\nclass B:\n def getParameterInfo(self): return [{'name': 'b'}]\n";

        Assert.Equal("b", PythonFunctionReader.Read(Text, "b.py").Arguments.Single().Name);
        Assert.Equal("a", PythonFunctionReader.Read(Text, "renamed.py").Arguments.Single().Name);
    }
}
