using TinyRnn.Interop.PyTorch;

namespace TinyRnn.Interop;

/// <summary>Recognises pickles of other tools by the first names in them.</summary>
internal static class ForeignPickle
{
    private static readonly (string Package, string What)[] Packages =
    [
        ("sklearn", "is a pickle of scikit-learn ({0}), which has no recurrent networks; export a perceptron as ONNX: from skl2onnx import to_onnx; "
            + "open(\"model.onnx\", \"wb\").write(to_onnx(model, x[:1], options={\"zipmap\": False}).SerializeToString())"),
        ("joblib", "is a pickle of joblib ({0}), whose arrays lie between its parts; load it with joblib.load and save the arrays by name: "
            + "from safetensors.numpy import save_file; save_file(arrays, \"model.safetensors\")"),
        ("xgboost", "is a pickle of XGBoost ({0}); TinyRnn does not read trees"),
        ("lightgbm", "is a pickle of LightGBM ({0}); TinyRnn does not read trees"),
        ("pandas", "is a pickle of pandas ({0}), a table, not a model"),
        ("keras", "is a pickle of Keras ({0}); save the model itself: model.save(\"model.keras\")"),
        ("tensorflow", "is a pickle of TensorFlow ({0}); save the model itself: model.save(\"model.keras\")"),
        ("jax", "is a pickle of JAX ({0}); save the parameters by name: from safetensors.flax import save_file; save_file(parameters, \"model.safetensors\")"),
        ("numpy", "is a pickle of NumPy ({0}); save the arrays by name: from safetensors.numpy import save_file; save_file(arrays, \"model.safetensors\")"),
    ];

    /// <summary>What the file is; null if none of the names belongs to a known tool.</summary>
    public static string? Find(IEnumerable<PickleGlobal> names)
    {
        foreach (PickleGlobal name in names)
        {
            string package = name.Module.Split('.')[0];
            foreach ((string known, string what) in Packages)
            {
                if (package == known)
                {
                    return what.Replace("{0}", ImportSource.Quote(name.FullName), StringComparison.Ordinal);
                }
            }
        }

        return null;
    }
}
